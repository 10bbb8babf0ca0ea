package org.parcours.command.cli;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogCursor;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.events.codec.EventCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "tail",
        description = {
            "Shows events as they are recorded: position, time, name and tags, which contain no identity.",
            "Only reads; stop it with Ctrl-C."
        },
        mixinStandardHelpOptions = true)
final class TailLogCommand extends AbstractParcoursCommand {

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Start after this position; 0 for the first event (default: the last ten events).")
    private long after = -1;

    @Option(names = "--no-follow", description = "Stop at the end of the log.")
    private boolean noFollow;

    @Option(names = "--json", description = "Show the complete event as JSON, including patient data.")
    private boolean json;

    private final EventCodec codec = new EventCodec();

    @Override
    public Integer call() throws InterruptedException {
        configuration().requireExistingLog();
        var appended = new Semaphore(0);
        try (var log = CommitLogFactory.open(configuration().logUrl(), EventLogSettings.defaults(), Clock.systemUTC());
                var _ = log.onAppended(appended::release)) {
            var events = new LogCursor(
                    log, Criteria.matchAll(), after < 0 ? Math.max(0, log.head().position() - 10) : after);
            while (true) {
                var page = events.nextEvents();
                page.forEach(event -> out().println(format(event)));
                out().flush();
                if (page.isEmpty()) {
                    if (noFollow) {
                        return ExitCode.OK;
                    }
                    appended.acquire();
                    appended.drainPermits();
                }
            }
        }
    }

    private String format(LoggedEvent event) {
        if (json) {
            return new String(
                    codec.encode(codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt())),
                    StandardCharsets.UTF_8);
        }
        var tags = new TreeSet<>(event.tags()).stream().map(Tag::value).collect(Collectors.joining(" "));
        return "%10d  %-27s  %-44s  %s".formatted(event.position(), event.recordedAt(), event.name(), tags);
    }
}
