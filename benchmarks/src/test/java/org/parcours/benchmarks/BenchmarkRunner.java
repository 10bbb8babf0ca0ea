package org.parcours.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.benchmarks.append.AppendBenchmark;
import org.parcours.benchmarks.append.AppendProcessesBenchmark;
import org.parcours.benchmarks.append.AppendProfileBenchmark;
import org.parcours.benchmarks.append.LogGrowthBenchmark;
import org.parcours.benchmarks.durability.SyncBeforeResponseBenchmark;
import org.parcours.benchmarks.read.DecisionBenchmark;
import org.parcours.benchmarks.read.LogCatchUpBenchmark;
import org.parcours.benchmarks.read.LogVerificationBenchmark;
import org.parcours.benchmarks.read.SourcingBenchmark;
import org.parcours.benchmarks.senders.PatientLivesBenchmark;
import org.parcours.benchmarks.senders.SenderBacklogBenchmark;
import org.parcours.benchmarks.senders.SenderIsolationBenchmark;
import org.parcours.benchmarks.views.ChromiumBenchmark;
import org.parcours.benchmarks.views.MessageLatencyBenchmark;
import org.parcours.benchmarks.views.ReadersBenchmark;
import org.parcours.benchmarks.views.RebuildBenchmark;
import org.parcours.benchmarks.views.ReplayBenchmark;
import org.parcours.benchmarks.views.RestartBenchmark;
import org.parcours.benchmarks.views.SearchBenchmark;
import org.parcours.benchmarks.views.TimelineBenchmark;

/** {@code benchmarks/run}: runs the named benchmarks, or all, prints their tables and writes them to the README. */
public final class BenchmarkRunner {

    private static final List<Benchmark> BENCHMARKS = List.of(
            new AppendBenchmark(),
            new AppendProfileBenchmark(),
            new AppendProcessesBenchmark(),
            new LogGrowthBenchmark(),
            new SourcingBenchmark(),
            new DecisionBenchmark(),
            new LogCatchUpBenchmark(),
            new LogVerificationBenchmark(),
            new SyncBeforeResponseBenchmark(),
            new SenderIsolationBenchmark(),
            new SenderBacklogBenchmark(),
            new PatientLivesBenchmark(),
            new TimelineBenchmark(),
            new ReadersBenchmark(),
            new SearchBenchmark(),
            new ChromiumBenchmark(),
            new ReplayBenchmark(),
            new RebuildBenchmark(),
            new MessageLatencyBenchmark(),
            new RestartBenchmark());

    private BenchmarkRunner() {}

    /** Arguments: {@code README NAME …} */
    public static void main(String... arguments) throws Exception {
        var names = Arrays.asList(arguments).subList(1, arguments.length);
        var known = BENCHMARKS.stream().map(Benchmark::name).toList();
        if (!known.containsAll(names)) {
            System.err.println("Unknown benchmark. Benchmarks are " + known);
            System.exit(2);
        }
        for (var benchmark : BENCHMARKS) {
            if (names.isEmpty() || names.contains(benchmark.name())) {
                System.out.printf("%n%s: %s%n%n", benchmark.name(), benchmark.description());
                var table = benchmark.run().markdown();
                System.out.print(table);
                writeToReadme(Path.of(arguments[0]), benchmark, table);
            }
        }
        System.exit(0); // ends the threads that libraries leave
    }

    private static void writeToReadme(Path readme, Benchmark benchmark, String table) throws Exception {
        var section = "<!-- %1$s -->\n`benchmarks/run %1$s`, %2$s. %3$s\n\n%4$s<!-- end of %1$s -->"
                .formatted(benchmark.name(), LocalDate.now(ZoneOffset.UTC), benchmark.description(), table);
        var sectionPattern =
                Pattern.compile("<!-- %1$s -->.*<!-- end of %1$s -->".formatted(benchmark.name()), Pattern.DOTALL);
        var text = Files.readString(readme);
        var matcher = sectionPattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("The README has no section for " + benchmark.name());
        }
        Files.writeString(readme, matcher.replaceFirst(Matcher.quoteReplacement(section)));
    }
}
