#!/usr/bin/env bash
# Runs a Python program of this project on 64-bit ARM: tools/arm64.sh -m tools.golden --check
# On other machines an emulator does it (qemu-user), with Debian's Python for arm64 and the aarch64
# wheels of the versions that .venv has. It is set up once, in .arm64, and needs Debian or Ubuntu.
# Where it can't be set up, the script says so and ends with code 0.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD/.arm64
python=.venv/bin/python
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
libraries='numpy|opencv-python-headless|pillow|simplejpeg|deflate|click|tqdm'

skip() {
    echo "SKIPPED: 64-bit ARM can't be emulated here: $1" >&2
    exit 0
}

install_emulator() {
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" apt-get install -y -qq --no-install-recommends qemu-user
}

# apt with a state of its own, as if nothing were installed, so that it takes all dependencies along.
apt_arm64() {
    apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User= \
        -o Dir::State::Lists="$root/lists" -o Dir::State::status="$root/status" \
        -o Dir::Cache="$root/cache" -o Debug::NoLocking=true "$@"
}

download_python() {
    mkdir -p "$root"/{lists,cache/archives}/partial "$root"/{system,wheels,packages}
    : >"$root/status"
    apt_arm64 update &&
        apt_arm64 install -y --download-only --no-install-recommends \
            "libpython$version-stdlib" "python$version-minimal" libstdc++6 || return
    for package in "$root"/cache/archives/*.deb; do
        dpkg -x "$package" "$root/system"
    done
}

download_wheels() {
    local platforms=(--platform manylinux2014_aarch64)
    for glibc in 17 24 26 27 28; do platforms+=(--platform "manylinux_2_${glibc}_aarch64"); done
    "$python" -m pip freeze --exclude-editable | grep -iE "^($libraries)==" >"$root/versions"
    "$python" -m pip download -q --no-deps --only-binary=:all: --implementation cp \
        --python-version "$version" "${platforms[@]}" -d "$root/wheels" -r "$root/versions" || return
    for wheel in "$root"/wheels/*.whl; do
        "$python" -m zipfile -e "$wheel" "$root/packages"
    done
}

case $(uname -m) in aarch64 | arm64) exec "$python" "$@" ;; esac
if [ ! -e "$root/ready" ]; then
    rm -rf "$root"
    command -v apt-get dpkg >/dev/null || skip "it takes apt-get, of Debian or Ubuntu"
    command -v qemu-aarch64 >/dev/null || install_emulator || skip "qemu-user can't be installed"
    download_python || skip "there is no Python $version for arm64"
    download_wheels || skip "there are no aarch64 wheels of these versions: $(xargs <"$root/versions")"
    touch "$root/ready"
fi
PYTHONPATH="$root/packages:$PWD" PYTHONDONTWRITEBYTECODE=1 \
    exec qemu-aarch64 -L "$root/system" "$root/system/usr/bin/python$version" "$@"
