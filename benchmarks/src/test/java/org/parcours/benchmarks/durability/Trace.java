package org.parcours.benchmarks.durability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What strace saw, in order of time: marks of the clients, and syncs of the file that makes commits durable. Says of each
 * answer whether a sync began after what it answers had been written, and ended before the answer.
 */
final class Trace {

    /** @param at seconds since 1970 */
    private record Ask(double at) {}

    private record Sync(double began, double ended) {}

    private record Ack(String name, double at) {}

    // 1234 1764000000.123456 fdatasync(17</…/log.db-wal>) = 0 <0.002>
    private static final Pattern CALL = Pattern.compile("^(?:\\[pid +)?(\\d+)\\]? +(\\d+\\.\\d+) (\\w+)\\((.*)$");
    private static final Pattern TOOK = Pattern.compile("<(\\d+\\.\\d+)>$");
    private static final Pattern UNFINISHED = Pattern.compile("<unfinished \\.\\.\\.>$");
    private static final Pattern RESUMED =
            Pattern.compile("^(?:\\[pid +)?(\\d+)\\]? +(\\d+\\.\\d+) <\\.\\.\\. (\\w+) resumed>(.*)$");

    private final Map<String, Ask> asks = new HashMap<>();
    private final List<Ack> acks = new ArrayList<>();
    private final List<Sync> syncs = new ArrayList<>();
    private final Map<String, Double> begun = new HashMap<>();
    private final Pattern durable;

    /** @param durable what the path of the file whose sync counts contains */
    Trace(String durable) {
        this.durable = Pattern.compile(durable);
    }

    void line(String line) {
        var resumed = RESUMED.matcher(line);
        if (resumed.matches()) {
            var began = begun.remove(resumed.group(1));
            if (began != null
                    && resumed.group(3).endsWith("sync")
                    && resumed.group(4).contains("= 0")) {
                syncs.add(new Sync(began, Double.parseDouble(resumed.group(2))));
            }
            return;
        }
        var call = CALL.matcher(line);
        if (!call.matches()) {
            return;
        }
        double at = Double.parseDouble(call.group(2));
        var rest = call.group(4);
        if (call.group(3).endsWith("sync") && durable.matcher(rest).find()) {
            if (UNFINISHED.matcher(rest).find()) {
                begun.put(call.group(1), at);
            } else if (rest.contains("= 0")) {
                var took = TOOK.matcher(rest);
                syncs.add(new Sync(at, at + (took.find() ? Double.parseDouble(took.group(1)) : 0)));
            }
        } else if (call.group(3).equals("write")) {
            mark(at, rest);
        }
    }

    private void mark(double at, String written) {
        int ask = written.indexOf("\"ask ");
        int ack = written.indexOf("\"ack ");
        if (ask >= 0) {
            asks.put(written.substring(ask + 5).split("[ \\\\]")[0], new Ask(at));
        } else if (ack >= 0) {
            acks.add(new Ack(written.substring(ack + 5).split("[ \\\\]")[0], at));
        }
    }

    int answers() {
        return acks.size();
    }

    int syncs() {
        return syncs.size();
    }

    /** Answers between whose question and themselves no sync began and ended: acknowledged before they were on the disk. */
    List<String> tooEarly() {
        var sorted =
                syncs.stream().sorted(Comparator.comparingDouble(Sync::began)).toList();
        return acks.stream()
                .filter(ack -> {
                    var asked = asks.get(ack.name());
                    return sorted.stream().noneMatch(sync -> sync.began() > asked.at() && sync.ended() <= ack.at());
                })
                .map(Ack::name)
                .toList();
    }
}
