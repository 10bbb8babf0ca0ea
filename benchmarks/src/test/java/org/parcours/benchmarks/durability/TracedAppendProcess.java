package org.parcours.benchmarks.durability;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.Hash;

/**
 * The process that is traced; arguments: {@code url clients appends marks}. Each client writes the mark {@code ask
 * NAME} before an append and {@code ack NAME SEQUENCE} after the response, as system calls that the trace contains.
 */
final class TracedAppendProcess {

    private TracedAppendProcess() {}

    public static void main(String... arguments) throws Exception {
        int clients = Integer.parseInt(arguments[1]);
        int appends = Integer.parseInt(arguments[2]);
        try (var marks = new FileOutputStream(arguments[3]);
                var log = CommitLogFactory.open(arguments[0], EventLogSettings.defaults(), Clock.systemUTC())) {
            var ended = new CountDownLatch(clients);
            for (int i = 0; i < clients; i++) {
                var client = "c" + i;
                Thread.ofPlatform().start(() -> {
                    for (int number = 0; number < appends; number++) {
                        var name = client + "/" + number;
                        mark(marks, "ask " + name);
                        var outcome = log.append(append(name)).join();
                        var commit = (Commit) ((AppendOutcome.Appended) outcome).commit();
                        mark(marks, "ack " + name + " " + commit.sequence());
                    }
                    ended.countDown();
                });
            }
            ended.await();
        }
    }

    private static AppendRequest append(String name) {
        var event = new EventData(
                new UnversionedEventName("org.parcours.PatientTransferred"),
                Set.of(new Tag("patient:1")),
                new byte[300]);
        return new AppendRequest(
                CommitId.of(Hash.of(name.getBytes(StandardCharsets.US_ASCII))), List.of(event), CommitCondition.none());
    }

    private static void mark(FileOutputStream marks, String line) {
        try {
            marks.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
