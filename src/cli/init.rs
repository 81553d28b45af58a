//! `init`: makes a new ledger.

use std::path::Path;

use clap::Command;

use super::session::Session;
use crate::store::{Error, Ledger};
use crate::value::text::shown;

/// The command.
pub(super) fn command() -> Command {
    Command::new("init")
        .alias("新建")
        .about("新建台账（放在 --db、XGZ_DB 或默认的位置）")
}

/// Makes the ledger and says where it is.
pub(super) fn run(session: &mut Session) -> anyhow::Result<()> {
    let path = session.path()?;
    create(session, &path)?;
    Ok(())
}

/// Makes a ledger at the path and says so. The default folder is made with it, any other must be there.
pub(super) fn create(session: &mut Session, path: &Path) -> Result<Ledger, Error> {
    make_folder(session, path)?;
    let ledger = Ledger::create(path, session.moment())?;
    session.say(format!(
        "已新建台账「{}」。",
        shown(&path.display().to_string())
    ))?;
    session
        .say("下一步，登记联系点：xgz point add --name 名称 --kind 类型 --confirmed-on 确认时间")?;
    Ok(ledger)
}

/// Makes the folder of a ledger, if it is the default one; any other must be there.
pub(super) fn make_folder(session: &Session, path: &Path) -> std::io::Result<()> {
    if let (Some(folder), Some(data)) = (path.parent(), &session.outside.data)
        && folder == data
    {
        std::fs::create_dir_all(folder)?;
    }
    Ok(())
}
