# Makes the root of a container and runs a command in it: see pod.ts. Meant for a mount namespace of its own.
#   pod.sh FOLDER NODE "LIBRARY…" APP "NAME…" "FROM:TO…" "WRITABLE…" USER env -i VARIABLE=VALUE… COMMAND…
set -euf
root=$1 node=$2 libraries=$3 app=$4 names=$5 mounts=$6 writable=$7 user=$8
shift 8

show() {
  if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$(dirname "$root$2")"; : >"$root$2"; fi
  mount --bind "$1" "$root$2"
  mount -o remount,bind,ro,nosuid,nodev "$root$2"
}

mount --make-rprivate /
mount -t tmpfs -o mode=755 container "$root"
mkdir -p "$root/etc" "$root/proc" "$root/dev" "$root/tmp"
echo 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >"$root/etc/passwd"
echo "127.0.0.1 localhost $names" >"$root/etc/hosts"
show "$node" /nodejs/bin/node
for library in $libraries; do show "$library" "$library"; done
show "$app" /app
for pair in $mounts; do show "${pair%%:*}" "${pair#*:}"; done
for place in $writable; do mkdir -p "$root$place"; mount -t tmpfs -o mode=1777,nosuid,nodev writable "$root$place"; done
for device in null urandom; do : >"$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
mount -t proc proc "$root/proc"
mount -o remount,ro "$root"

shift 2 # env -i
variables=
while :; do case $1 in *=*) variables="$variables $1"; shift ;; *) break ;; esac; done
# The values hold no blanks; a shell and env stay outside.
exec env -i $variables /usr/bin/setpriv --no-new-privs /usr/sbin/chroot --userspec="$user:$user" --groups="$user" "$root" "$@"
