# What ./glad and bin/glad share; read by them, not run. They say before where things lie:
#   home      the folder of the checkout or of the product
#   config    the folder that holds etc/ and experiments/
#   bundles   the folder of the bundles
#   launcher  the jar that starts the framework
#   storage   the folder for Felix's own files, one below it per process
#   program   what the user calls this, for help and messages
#   archive   the file for classes that are kept from one start to the next; empty for none

fail() {
    echo "error: $1" >&2
    exit 1
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail "JAVA_HOME is \"$JAVA_HOME\", which has no bin/java; let it name a Java 17 or newer"
    else
        java=$(command -v java) || fail "no Java found; install Java 17 or newer, or let JAVA_HOME name it"
    fi
    # The release file of a JDK answers at once; asking Java itself costs as much as starting the product.
    release=$(dirname "$(dirname "$(readlink -f "$java" 2>/dev/null || echo "$java")")")/release
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release" 2>/dev/null || true)
    if [ -z "$version" ]; then
        version=$("$java" -XshowSettings:properties -version 2>&1 \
            | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')
    fi
    [ "${version:-0}" -ge 17 ] \
        || fail "GLAD needs Java 17 or newer, \"$java\" is version ${version:-unknown}; let JAVA_HOME name a newer one"
}

# Sets storage and archive to the user's cache folder, or to a folder for temporary files where there is none.
use_cache() {
    cache=${GLAD_CACHE:-}
    if [ -z "$cache" ] && [ -n "${XDG_CACHE_HOME:-${HOME:-}}" ]; then
        cache=${XDG_CACHE_HOME:-$HOME/.cache}/glad
    fi
    if [ -n "$cache" ] && mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
        storage=$cache/felix
        archive=$cache/classes-$(printf %s "$launcher" | cksum | cut -d ' ' -f 1).jsa
    else
        storage=${TMPDIR:-/tmp}/glad-felix-$(id -u)
        archive=
    fi
}

# Starts the launcher; options for Java come first, then "-jar" and the words of the command line.
launch() {
    exec "$java" -XX:+UseSerialGC -Djava.awt.headless=true \
        -Dlogback.configurationFile="$config/etc/logback.xml" \
        -Dglad.home="$home" -Dglad.config="$config" -Dglad.bundles="$bundles" -Dglad.storage="$storage" \
        -Dglad.program="$program" -Dglad.terminal="$terminal" -Dglad.terminal.size="$size" -Dglad.terminal.columns="$columns" "$@"
}

# Keeps classes of Java and of the framework as they lie in memory when loaded, from one start after a build; later starts
# map them. Where that can't be had an empty file says so.
share_classes() {
    made=$archive.$$
    # The shell loads what other commands do, and more.
    (echo exit | launch -XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit="$made" -jar "$launcher" shell) >/dev/null 2>&1 \
        || rm -f "$made"
    [ -s "$made" ] || : >"$made"
    mv -f "$made" "$archive"
}

# Tells whether a command line is over before Java's second compiler pays, which costs as much as all the rest of a start.
short() {
    case ${1:-} in
        '' | -* | components | experiments | jobs | why | diag | logs | hold | release | cancel) return 0 ;;
        runs) [ "${2:-}" = rerun ] || return 0 ;;
    esac
    for word; do
        case $word in
            -h | --help) return 0 ;;
        esac
    done
    return 1
}

# Runs one command line; doesn't return.
start() {
    terminal=false
    size=
    if [ -t 2 ]; then
        terminal=true
        size=$(stty size <&2 2>/dev/null || true)
    fi
    # How wide what is shown may be; as it is in a file or a pipe.
    columns=
    if [ -t 1 ]; then
        columns=$(stty size <&1 2>/dev/null || true)
        columns=${columns##* }
    fi
    export DJL_OFFLINE=true OPT_OUT_TRACKING=true
    # OpenMP's threads spin at every barrier by default, which starves a machine that does other work too.
    export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-20000}"
    # glibc keeps freed memory for each thread apart: every command of the shell runs in a thread of its own, and the weights of
    # each model closed before would stay in the process.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
    # Large arrays in huge pages, where Linux gives them on request: the first touch of small pages takes an eighth of a start.
    export THP_MEM_ALLOC_ENABLE="${THP_MEM_ALLOC_ENABLE:-1}"

    if [ -n "$archive" ] && { [ ! -f "$archive" ] || [ -n "$(find "$launcher" -newer "$archive")" ]; }; then
        share_classes
    fi
    if short "$@"; then
        options=-XX:TieredStopAtLevel=1
    else
        # What only starting makes warm isn't worth the second compiler's time; what computes gets there all the same.
        options="-XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=30000 -XX:Tier4CompileThreshold=200000
            -XX:Tier4BackEdgeThreshold=800000"
    fi
    # shellcheck disable=SC2086 # options are words
    set -- $options ${GLAD_JAVA_OPTS:-} -jar "$launcher" "$@"
    if [ -s "$archive" ]; then
        # An archive of another Java is passed over, and not worth a word.
        set -- -XX:SharedArchiveFile="$archive" -Xlog:cds=off -Xlog:cds+dynamic=off "$@"
    fi
    launch "$@"
}
