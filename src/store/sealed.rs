//! Copies that leave the machine: encrypted by a passphrase, in the age format (age-encryption.org/v1, scrypt).

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor};

use super::error::{Error, Result};

/// The first bytes of a file in the age format.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// The work that a passphrase costs, as a power of two: 2^17 rounds take about half a second and 128 MiB. The same on
/// every machine, so that a copy made on a strong one can be read on a weak one.
const WORK: u8 = 17;

/// The most work that a file may ask for: a hostile one could stall the machine.
const MOST_WORK: u8 = 20;

/// The largest encrypted file that is read, in bytes.
const LARGEST: u64 = 4 << 30;

/// Whether a file is encrypted.
///
/// # Errors
///
/// When there is no such file, or it cannot be read.
pub fn is_sealed(path: &Path) -> Result<bool> {
    let mut head = Vec::new();
    if !fs::metadata(path)
        .map_err(|error| Error::of_file(&error, path))?
        .is_file()
    {
        return Err(Error::Foreign(path.to_owned()));
    }
    File::open(path)
        .map_err(|error| Error::of_file(&error, path))?
        .take(MAGIC.len() as u64)
        .read_to_end(&mut head)?;
    Ok(head == MAGIC)
}

/// What an encrypted file holds.
///
/// # Errors
///
/// When the passphrase is another, the file is damaged, or the memory does not suffice.
pub fn opened(path: &Path, passphrase: &str) -> Result<Vec<u8>> {
    let size = fs::metadata(path)?.len();
    if size > LARGEST {
        return Err(Error::Sealed(path.to_owned()));
    }
    let size = usize::try_from(size).map_err(|_| Error::Memory)?;
    room(asked_work(path)?.min(MOST_WORK))?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| Error::Memory)?;
    let broken = || Error::Sealed(path.to_owned());
    let file = std::io::BufReader::new(File::open(path)?);
    let decryptor = Decryptor::new_buffered(file).map_err(|_| broken())?;
    if !decryptor.is_scrypt() {
        return Err(broken());
    }
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    let mut reader = decryptor
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .map_err(|error| match error {
            DecryptError::DecryptionFailed | DecryptError::NoMatchingKeys => {
                Error::Passphrase(path.to_owned())
            }
            _ => broken(),
        })?;
    reader.read_to_end(&mut bytes).map_err(|_| broken())?;
    Ok(bytes)
}

/// The work that the head of an encrypted file asks for: `-> scrypt SALT WORK` is its second line.
fn asked_work(path: &Path) -> Result<u8> {
    let mut head = Vec::new();
    File::open(path)?.take(200).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let work = head.lines().nth(1).and_then(|line| line.split(' ').nth(3));
    Ok(work.and_then(|work| work.parse().ok()).unwrap_or(WORK))
}

/// Writes bytes so that only the passphrase opens them.
///
/// # Errors
///
/// When they cannot be written, or the memory does not suffice.
pub fn seal(bytes: &[u8], passphrase: &str, out: &mut dyn Write) -> Result<()> {
    room(WORK)?;
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(std::io::Error::other)?;
    let mut writer = encryptor
        .wrap_output(out)
        .map_err(|error| Error::of_write(&error))?;
    writer
        .write_all(bytes)
        .and_then(|()| writer.finish().map(drop))
        .map_err(|error| Error::of_write(&error))
}

/// Makes sure that there is memory for the work: without it the program would end in the middle.
fn room(work: u8) -> Result<()> {
    // 128 · r bytes a round, with r = 8 (RFC 7914, section 2).
    let needed = 1024_usize << work;
    Vec::<u8>::new()
        .try_reserve_exact(needed)
        .map_err(|_| Error::Memory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_its_passphrase_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copy.age");
        let mut sealed = Vec::new();
        seal("钢材市场".as_bytes(), "口令 一", &mut sealed).unwrap();
        assert!(!sealed.windows(3).any(|part| part == "钢".as_bytes()));
        fs::write(&path, &sealed).unwrap();
        assert!(is_sealed(&path).unwrap());
        assert_eq!(opened(&path, "口令 一").unwrap(), "钢材市场".as_bytes());
        assert!(matches!(
            opened(&path, "口令 二"),
            Err(Error::Passphrase(_))
        ));
        // A changed byte is found, wherever it is.
        for at in [30, sealed.len() / 2, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            fs::write(&path, changed).unwrap();
            assert!(opened(&path, "口令 一").is_err(), "{at}");
        }
    }
}
