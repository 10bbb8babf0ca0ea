package org.parcours.benchmarks.durability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parses the output of strace: the marks of the clients, and the syncs of the file that makes commits durable. Checks
 * for each response whether a sync began after its request and ended before it.
 */
final class SyscallTraceCheck {

    /** @param at seconds since 1970 */
    private record RequestMark(double at) {}

    private record Sync(double startedAt, double endedAt) {}

    private record ResponseMark(String name, double at) {}

    // 1234 1764000000.123456 fdatasync(17</…/log.db-wal>) = 0 <0.002>
    private static final Pattern CALL = Pattern.compile("^(?:\\[pid +)?(\\d+)\\]? +(\\d+\\.\\d+) (\\w+)\\((.*)$");
    private static final Pattern TOOK = Pattern.compile("<(\\d+\\.\\d+)>$");
    private static final Pattern UNFINISHED = Pattern.compile("<unfinished \\.\\.\\.>$");
    private static final Pattern RESUMED =
            Pattern.compile("^(?:\\[pid +)?(\\d+)\\]? +(\\d+\\.\\d+) <\\.\\.\\. (\\w+) resumed>(.*)$");

    private final Map<String, RequestMark> requests = new HashMap<>();
    private final List<ResponseMark> responses = new ArrayList<>();
    private final List<Sync> syncs = new ArrayList<>();
    private final Map<String, Double> unfinishedSyncs = new HashMap<>();
    private final Pattern durableFile;

    /** @param durableFile a regular expression that is found in the path of the file whose syncs count */
    SyscallTraceCheck(String durableFile) {
        this.durableFile = Pattern.compile(durableFile);
    }

    void addLine(String line) {
        var resumed = RESUMED.matcher(line);
        if (resumed.matches()) {
            var startedAt = unfinishedSyncs.remove(resumed.group(1));
            if (startedAt != null
                    && resumed.group(3).endsWith("sync")
                    && resumed.group(4).contains("= 0")) {
                syncs.add(new Sync(startedAt, Double.parseDouble(resumed.group(2))));
            }
            return;
        }
        var call = CALL.matcher(line);
        if (!call.matches()) {
            return;
        }
        double at = Double.parseDouble(call.group(2));
        var rest = call.group(4);
        if (call.group(3).endsWith("sync") && durableFile.matcher(rest).find()) {
            if (UNFINISHED.matcher(rest).find()) {
                unfinishedSyncs.put(call.group(1), at);
            } else if (rest.contains("= 0")) {
                var duration = TOOK.matcher(rest);
                syncs.add(new Sync(at, at + (duration.find() ? Double.parseDouble(duration.group(1)) : 0)));
            }
        } else if (call.group(3).equals("write")) {
            addMark(at, rest);
        }
    }

    private void addMark(double at, String written) {
        int ask = written.indexOf("\"ask ");
        int response = written.indexOf("\"ack ");
        if (ask >= 0) {
            requests.put(written.substring(ask + 5).split("[ \\\\]")[0], new RequestMark(at));
        } else if (response >= 0) {
            responses.add(new ResponseMark(written.substring(response + 5).split("[ \\\\]")[0], at));
        }
    }

    int responseCount() {
        return responses.size();
    }

    int syncCount() {
        return syncs.size();
    }

    /** Responses without a complete sync between request and response: acknowledged before they were on disk. */
    List<String> respondedTooEarly() {
        var sorted = syncs.stream()
                .sorted(Comparator.comparingDouble(Sync::startedAt))
                .toList();
        return responses.stream()
                .filter(response -> {
                    var request = requests.get(response.name());
                    return sorted.stream()
                            .noneMatch(sync -> sync.startedAt() > request.at() && sync.endedAt() <= response.at());
                })
                .map(ResponseMark::name)
                .toList();
    }
}
