package org.parcours.command.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.command.publishing.PublisherHalt;
import org.parcours.command.publishing.TopicReset;
import org.parcours.events.codec.EventCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "reset",
        description = {
            "Deletes the topics parcours.events and parcours.progress and publishes the log again from its first event.",
            "For a publisher that has halted, or views that have stopped: read their message and the runbook first, section"
                    + " \"The publisher is halted, or the views have stopped\".",
            "The services may keep running. Views of the same log go on by themselves; views of another log stay"
                    + " stopped until they are rebuilt."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The log is published.",
            "1:It is not.",
            "2:Wrong usage, or not confirmed; nothing was deleted."
        })
final class ResetPublisherCommand extends AbstractParcoursCommand {

    private static final long POLL_MILLIS = 200;

    @Option(names = "--from-log", required = true, description = "The log of parcours.log.url is the right one.")
    private boolean fromLog;

    @Option(names = "--yes", description = "Do not ask for the name of the topic.")
    private boolean confirmed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        configuration().requireExistingLog();
        String servers = configuration().kafkaServers();
        try (CommitLog log =
                CommitLogFactory.open(configuration().logUrl(), EventLogSettings.defaults(), Clock.systemUTC())) {
            var head = log.head();
            out().printf(
                            "log    %s%n       %d events, last recorded %s, hash %s%nKafka  %s%n",
                            configuration().logUrl().replaceFirst("\\?.*", ""),
                            head.position(),
                            head.recordedAt(),
                            head.hash(),
                            servers);
            if (!confirmed && !isConfirmed()) {
                err().println("Not confirmed: nothing was deleted.");
                return ExitCode.USAGE;
            }
            TopicReset.deleteTopics(servers);
            return publish(log, head.position(), servers);
        }
    }

    private boolean isConfirmed() throws IOException {
        out().printf("The topic is deleted and published again from this log. Type %s to confirm: ", TopicReset.EVENTS);
        out().flush();
        var answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().equals(TopicReset.EVENTS);
    }

    /** Where command-service runs, it takes over; this command then waits for it. */
    private int publish(CommitLog log, long head, String servers) throws InterruptedException {
        try (var publisher = new EventPublisher(
                        log, new EventCodec(), servers, configuration().publisherProperties());
                var bar = new TerminalProgressBar()) {
            bar.started("publishing", head);
            publisher.start();
            for (long shown = 0; shown < head; ) {
                Thread.sleep(POLL_MILLIS);
                if (publisher.halt().isPresent()) {
                    err().println("HALTED: "
                            + publisher.halt().map(PublisherHalt::message).orElse(""));
                    return ExitCode.SOFTWARE;
                }
                bar.advanced(publisher.publishedPosition() - shown);
                shown = publisher.publishedPosition();
            }
        }
        out().printf("PUBLISHED  %d events%n", head);
        return ExitCode.OK;
    }
}
