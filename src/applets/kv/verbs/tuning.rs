//! The page for whoever runs `kv serve` day and night: how to deploy it, what to set, what to watch.

/// Stands behind the examples in the long help and is a section of its own in the manual page.
pub const TEXT: &str = "\
Deployment:
  As a service of systemd; a stop drains, so clients get the replies to all
  they sent:

    [Service]
    ExecStart=/usr/local/bin/toolbox kv serve \\
        --listen 10.0.0.5:6379 --password-file /etc/kv/password \\
        --dir /var/lib/kv
    Restart=always
    LimitNOFILE=65536
    DynamicUser=yes
    StateDirectory=kv
    TimeoutStopSec=5min

  It stays in the foreground, and writes a last dump when it is stopped: a
  second SIGTERM does not hurt it, a second Ctrl-C (SIGINT) stops without
  the dump. SHUTDOWN is an end like any other, so Restart=always starts it
  again; Restart=on-failure does not. While that dump cannot be written
  (the disk is full, the folder may not be written to), it serves on and
  tries again every second: nothing is lost. SHUTDOWN NOSAVE ends it.

  Listen on the address of the network that its clients are in, never on one
  that strangers reach without a password: whoever can connect can read and
  delete everything. Without a password or users, clients of other machines
  are turned away (protected mode; --set protected-mode=no lets them in).
  `--metrics 9121` serves /metrics for Prometheus and
  /health/live, /health/ready for a load balancer or an orchestrator. It is
  not ready while it loads, drains, or refuses writes because of its disk;
  the answer says which. A stop waits shutdown-timeout seconds (10) for
  clients that have not taken their replies.
  `--otlp http://127.0.0.1:4318` sends each command as a span to a collector
  of OpenTelemetry, never its words; --otlp-share 0.001 one of a thousand,
  which is what a busy server can afford.

  The files of --redis-conf, --acl-file, --password-file and --tls-* and the
  key `set` of toolbox.toml are read again on SIGHUP and when they change.
  A fault in one is an error in the log, and nothing changes; what cannot
  change while the server runs is named there. Flags win over redis.conf.
  A server without any of these files stops at SIGHUP.

  Clients written for Redis work as they are; the commands there are stand
  in docs/kv-commands.md. To move in, and out again, copy dump.rdb into the
  folder of --dir; a log (appendonlydir) is read with --appendonly alone.

Tuning:
  threads      One is enough below some hundred thousand commands a second,
               and costs least for each. More help when `kv bench --threads
               2` saturates the first; leave a core to the network and to
               the clients that share the machine.
  pipelines    Sixteen commands at once cost a fraction of sixteen one by
               one: most of the work for one is the system's for receiving
               and sending it. `kv bench -P 1,16` shows how much.
  connections  An idle one holds no buffers. Each takes a file: raise
               LimitNOFILE (or ulimit -n) and maxclients together. For
               bursts of new ones raise net.core.somaxconn, which bounds the
               queue of the system.
  memory       Set maxmemory to what the machine can spare, less a tenth for
               buffers of clients, and a policy: allkeys-lru for a cache,
               noeviction (the default) for data that must not vanish. No
               child process is forked, so neither vm.overcommit_memory nor
               twice the memory is needed for snapshots.
  prefixes     `--set 'prefix-quota=sess: 1000 10mb cache: 0 0'` counts the
               keys and bytes that begin with sess: and cache: on /metrics,
               and refuses writes over a quota with QUOTA; removing always
               passes. KV.PREFIX QUOTA, DEL and STATS do so while it runs,
               CONFIG REWRITE keeps it. Without prefixes it costs nothing.
  big values   A client that does not take its replies is held back at 64
               MiB; until then they are kept for it.
  latency      `kv bench -c 50 -P 1 --against URL` tells percentiles beside
               another server, in turn on the same machine. A command over
               all keys (KEYS, FLUSHALL) holds others up; SCAN does not.";
