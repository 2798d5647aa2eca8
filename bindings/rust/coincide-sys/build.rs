//! Finds or builds the C++ library, and says how to link it: see README.md.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn run(command: &mut Command) {
    let status =
        command.status().unwrap_or_else(|error| panic!("{command:?} cannot start: {error}"));
    assert!(status.success(), "{command:?} failed: {status}");
}

/// The sources: copied into the crate, or those of the repository it stands in.
fn sources() -> PathBuf {
    let crate_folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let packaged = crate_folder.join("cpp");
    if packaged.join("CMakeLists.txt").exists() {
        return packaged;
    }
    let repository = crate_folder.join("../../..");
    assert!(
        repository.join("include/coincide/capi/coincide.h").exists(),
        "no C++ sources: neither cpp/ in the crate nor the repository around it"
    );
    repository
}

fn configure(sources: &Path, build: &Path) {
    for folder in ["include", "src", "CMakeLists.txt"] {
        println!("cargo:rerun-if-changed={}", sources.join(folder).display());
    }
    run(Command::new("cmake").arg("-S").arg(sources).arg("-B").arg(build).args([
        "-DCMAKE_BUILD_TYPE=Release",
        "-DCOINCIDE_TESTS=OFF",
        "-DCOINCIDE_BENCH=OFF",
        "-DCOINCIDE_PYTHON=OFF",
        "-DCOINCIDE_INSTALL=ON",
    ]));
}

/// Builds what is installed and installs it to `prefix`.
fn install(build: &Path, prefix: &Path) {
    let mut make = Command::new("cmake");
    make.arg("--build").arg(build).args(["--target", "coincide_libraries"]);
    if let Some(jobs) = env::var_os("NUM_JOBS") {
        make.arg("--parallel").arg(jobs);
    }
    run(&mut make);
    run(Command::new("cmake")
        .arg("--install")
        .arg(build)
        .arg("--prefix")
        .arg(prefix)
        .args(["--component", "Unspecified"]));
}

/// The folder of coincide.pc below `prefix`.
fn pkg_config_folder(prefix: &Path) -> PathBuf {
    let mut folders = vec![prefix.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if folder.join("coincide.pc").exists() {
            return folder;
        }
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
        }
    }
    panic!("there is no coincide.pc below {}", prefix.display());
}

/// Prints the link line; false if there is no such library.
fn link() -> Result<(), pkg_config::Error> {
    let version = env::var("CARGO_PKG_VERSION").unwrap();
    pkg_config::Config::new().exactly_version(&version).probe("coincide")?;
    let target = env::var("TARGET").unwrap();
    let standard_library = if target.contains("apple") { "c++" } else { "stdc++" };
    println!("cargo:rustc-link-lib={standard_library}");
    Ok(())
}

fn main() {
    for name in ["COINCIDE_SYS_BUILD_DIR", "COINCIDE_SYS_NO_PKG_CONFIG", "DOCS_RS"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("DOCS_RS").is_some() {
        return; // Documentation is not linked.
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    let build = match env::var_os("COINCIDE_SYS_BUILD_DIR") {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            println!("cargo:rerun-if-changed={}", folder.join("CMakeCache.txt").display());
            for part in ["include", "src"] {
                println!("cargo:rerun-if-changed={}", sources().join(part).display());
            }
            folder
        }
        None => {
            if env::var_os("COINCIDE_SYS_NO_PKG_CONFIG").is_none() && link().is_ok() {
                return;
            }
            let build = out.join("build");
            configure(&sources(), &build);
            build
        }
    };
    let prefix = out.join("prefix");
    install(&build, &prefix);
    // In front of what the caller has set, for the libraries of this one.
    let mut paths = vec![pkg_config_folder(&prefix)];
    if let Some(more) = env::var_os("PKG_CONFIG_PATH") {
        paths.extend(env::split_paths(&more));
    }
    let joined = env::join_paths(paths).expect("no path has a colon");
    // SAFETY: the build script has one thread.
    unsafe { env::set_var("PKG_CONFIG_PATH", joined) };
    link().unwrap_or_else(|error| panic!("the library was built and cannot be linked: {error}"));
}
