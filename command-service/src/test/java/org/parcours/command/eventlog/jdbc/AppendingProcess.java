package org.parcours.command.eventlog.jdbc;

import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.append;

import java.time.Clock;
import java.util.List;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.factory.CommitLogFactory;

/** A process that appends until it is killed, and prints "ack command sequence" for each acknowledged append. */
final class AppendingProcess {

    private AppendingProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        var log = CommitLogFactory.open(arguments[0], EventLogSettings.defaults(), Clock.systemUTC());
        for (int thread = 0; thread < 6; thread++) {
            var name = arguments[1] + "/" + thread;
            var tag = new Tag("patient:" + thread);
            Thread.ofPlatform().start(() -> {
                for (int i = 0; ; i++) {
                    var command = name + "/" + i;
                    var events = List.of(admitted(tag), EventLogFixtures.discharged(tag));
                    if (append(log, new AppendRequest(EventLogFixtures.id(command), events, CommitCondition.none()))
                            instanceof Appended appended) {
                        System.out.println(
                                "ack " + command + " " + appended.commit().sequence());
                    }
                }
            });
        }
        Thread.currentThread().join();
    }
}
