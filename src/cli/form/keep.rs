//! Where a form is kept while it is filled in, and afterwards if it was refused.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::session::Session;
use crate::record::Kind;

/// A form in a file of its own; on Unix only its owner may read it.
pub(super) struct Kept {
    path: PathBuf,
    /// Whether it was there before.
    is_old: bool,
}

impl Kept {
    /// Makes the file: in the user's folder, with the kind and the time in its name.
    pub(super) fn new(session: &Session, kind: Kind) -> io::Result<Self> {
        let folder = folder(session);
        make(&folder)?;
        let name = format!("{}-{}", kind.dictionary().key, session.stamp());
        for number in 1..1_000 {
            let more = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            let path = folder.join(format!("{name}{more}.toml"));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt as _;
                options.mode(0o600);
            }
            match options.open(&path) {
                Ok(_) => {
                    return Ok(Self {
                        path,
                        is_old: false,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// A form that was kept already, or a new file for one that stands elsewhere: nobody's file is written over.
    pub(super) fn again(session: &Session, kind: Kind, file: &Path) -> io::Result<Self> {
        let here = |path: &Path| path.canonicalize().ok();
        if here(file)
            .is_some_and(|file| file.parent().map(Path::to_owned) == here(&folder(session)))
        {
            return Ok(Self {
                path: file.to_owned(),
                is_old: true,
            });
        }
        Self::new(session, kind)
    }

    /// Whether it was there before.
    pub(super) fn is_old(&self) -> bool {
        self.is_old
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a text into it.
    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        // Whole or not at all: what was typed must outlive a full disk.
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }

    /// What stands in it.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.path)
    }

    /// Takes it away: what it says is in the ledger.
    pub(super) fn remove(&self) {
        // It is left lying when this fails, and does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes the folder of forms; on Unix only its owner may look into it.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// The folder of forms.
fn folder(session: &Session) -> PathBuf {
    match &session.outside.data {
        Some(data) => data.join("forms"),
        None => PathBuf::from("."),
    }
}
