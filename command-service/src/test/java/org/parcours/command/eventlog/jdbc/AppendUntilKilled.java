package org.parcours.command.eventlog.jdbc;

import static org.parcours.command.eventlog.Samples.admitted;
import static org.parcours.command.eventlog.Samples.append;

import java.time.Clock;
import java.util.List;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.Samples;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.factory.CommitLogFactory;

/** A writer of its own process: prints "ack command sequence" for each append that the log acknowledged. */
final class AppendUntilKilled {

    private AppendUntilKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        var log = CommitLogFactory.open(arguments[0], LogSettings.defaults(), Clock.systemUTC());
        for (int thread = 0; thread < 6; thread++) {
            var name = arguments[1] + "/" + thread;
            var tag = new Tag("patient:" + thread);
            Thread.ofPlatform().start(() -> {
                for (int i = 0; ; i++) {
                    var command = name + "/" + i;
                    var events = List.of(admitted(tag), Samples.discharged(tag));
                    if (append(log, new Append(Samples.id(command), events, Condition.none()))
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
