//! The sessions of the guide and of the two READMEs, run as they are printed.

#[test]
fn the_guide_tells_the_truth() {
    let home = tempfile::tempdir().expect("a folder for settings");
    trycmd::TestCases::new()
        .case("docs/guide/0*.md")
        .env("XGZ_TODAY", "2023-03-31")
        .env("XGZ_DB", "xgz-demo.db")
        .env("XGZ_AUTHOR", "江涛")
        .env("NO_COLOR", "1")
        .env("XDG_CONFIG_HOME", home.path().to_string_lossy())
        .env("XDG_DATA_HOME", home.path().to_string_lossy());
}
