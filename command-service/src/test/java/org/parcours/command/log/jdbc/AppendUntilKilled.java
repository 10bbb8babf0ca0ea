package org.parcours.command.log.jdbc;

import static org.parcours.command.log.Samples.admitted;
import static org.parcours.command.log.Samples.append;

import java.time.Clock;
import java.util.List;
import org.parcours.command.log.Append;
import org.parcours.command.log.AppendOutcome.Appended;
import org.parcours.command.log.CommitLogs;
import org.parcours.command.log.Condition;
import org.parcours.command.log.LogSettings;
import org.parcours.command.log.Samples;
import org.parcours.command.log.Tag;

/** A writer of its own process: prints "ack command sequence" for each append that the log acknowledged. */
final class AppendUntilKilled {

    private AppendUntilKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        var log = CommitLogs.open(arguments[0], LogSettings.defaults(), Clock.systemUTC());
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
