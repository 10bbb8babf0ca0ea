package org.parcours.command.log.axon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.messaging.commandhandling.CommandMessage;
import org.axonframework.messaging.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.core.MessageType;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Report;
import org.parcours.command.log.Commit;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.CommitTooLarge;
import org.parcours.command.log.LogUnavailable;
import org.parcours.events.EventId;
import org.parcours.events.codec.EventCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports to the log by way of Axon's command gateway. A report that lost a race is decided again on the newest
 * state, a bounded number of times: to Axon a conflict is final, to us it is Tuesday.
 */
public final class AxonIntake implements Intake, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AxonIntake.class);
    private static final MessageType COMMAND = new MessageType(JourneyBridge.COMMAND, "1");

    private final AxonConfiguration axon;
    private final CommandGateway gateway;
    private final AxonSettings settings;
    private final EventCodec codec;

    private AxonIntake(AxonConfiguration axon, AxonSettings settings, EventCodec codec) {
        this.axon = axon;
        this.gateway = axon.getComponent(CommandGateway.class);
        this.settings = settings;
        this.codec = codec;
    }

    /** Wires Axon by hand on the log, and starts it. */
    public static AxonIntake start(CommitLog log, EventCodec codec, AxonSettings settings) {
        JourneyBridge bridge = new JourneyBridge(new RandomIds());
        AxonConfiguration axon = bridge.configure(new CommitLogStorageEngine(log, codec, settings.maxStreamBytes()))
                .build();
        axon.start();
        return new AxonIntake(axon, settings, codec);
    }

    @Override
    public Outcome take(Report report) {
        Submission submission = new Submission(report);
        long deadline = System.nanoTime() + settings.timeLimit().toNanos();
        for (int tried = 1; ; tried++) {
            try {
                return outcome(send(submission, deadline));
            } catch (AppendEventsTransactionRejectedException lostRace) {
                if (tried >= settings.maxTries() || System.nanoTime() > deadline) {
                    LOG.warn("report given up message={} tries={}", report.digest(), tried);
                    return new Outcome.Unavailable("Too many others write about the same patient");
                }
                pause(tried);
            } catch (LogUnavailable unavailable) {
                LOG.warn("log unavailable message={} cause={}", report.digest(), unavailable.toString());
                return new Outcome.Unavailable("The log cannot be written");
            } catch (CommitTooLarge tooLarge) {
                return new Outcome.TooLarge(tooLarge.size(), tooLarge.limit());
            } catch (TimeoutException late) {
                LOG.warn("command over its time message={} limit={}", report.digest(), settings.timeLimit());
                return new Outcome.Unavailable("The log did not answer in time");
            }
        }
    }

    private Taken send(Submission submission, long deadline) throws TimeoutException {
        CommandMessage command = new GenericCommandMessage(COMMAND, submission);
        try {
            Taken taken = gateway.send(command)
                    .resultAs(Taken.class)
                    .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (taken == null) {
                throw new IllegalStateException("The command gave no result");
            }
            return taken;
        } catch (ExecutionException | CompletionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("Interrupted while waiting for the log", e);
        }
    }

    private static RuntimeException unwrapped(Exception e) {
        Throwable cause = e;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof AppendEventsTransactionRejectedException
                    || each instanceof LogUnavailable
                    || each instanceof CommitTooLarge) {
                return (RuntimeException) each;
            }
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private Outcome outcome(Taken taken) {
        return switch (taken) {
            case Taken.KnownAlready(var places) ->
                new Outcome.Duplicate(places.stream()
                        .map(place -> new Receipt(place.id(), place.position()))
                        .toList());
            case Taken.Appending(var events, var commit) -> new Outcome.Recorded(receipts(commit.resultNow()));
        };
    }

    /** From the commit itself: after an unknown outcome the log may hold the ids of an earlier try. */
    private List<Receipt> receipts(Commit commit) {
        return IntStream.range(0, commit.events().size())
                .mapToObj(i -> new Receipt(id(commit.events().get(i).bytes()), commit.firstPosition() + i))
                .toList();
    }

    private EventId id(byte[] stored) {
        return EventId.of(codec.mapper().readTree(stored).get("id").asString());
    }

    private void pause(int tried) {
        Duration longest = settings.firstPause().multipliedBy(1L << Math.min(tried, 7));
        try {
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest.toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        axon.shutdown();
    }
}
