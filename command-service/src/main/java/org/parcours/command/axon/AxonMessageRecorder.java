package org.parcours.command.axon;

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
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CommitTooLargeException;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.journey.decision.Decision;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.processing.EventReceipt;
import org.parcours.command.processing.FactReceipt;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.ParsedMessageRecorder;
import org.parcours.events.EventId;
import org.parcours.events.codec.EventCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;

/**
 * Records messages through Axon's command gateway. Axon treats a conflict as final; this recorder re-reads the state,
 * decides again and retries, a bounded number of times.
 */
public final class AxonMessageRecorder implements ParsedMessageRecorder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AxonMessageRecorder.class);
    private static final MessageType COMMAND_TYPE = new MessageType(RecordMessageHandler.COMMAND, "1");

    private final AxonConfiguration axon;
    private final CommandGateway gateway;
    private final RecordCommandSettings limits;
    private final EventCodec codec;

    private AxonMessageRecorder(AxonConfiguration axon, RecordCommandSettings limits, EventCodec codec) {
        this.axon = axon;
        this.gateway = axon.getComponent(CommandGateway.class);
        this.limits = limits;
        this.codec = codec;
    }

    public static AxonMessageRecorder start(CommitLog log, EventCodec codec, RecordCommandSettings limits) {
        RecordMessageHandler handler = new RecordMessageHandler(new UuidGenerator());
        AxonConfiguration axon = handler.configure(new CommitLogStorageEngine(log, codec, limits.maxStreamBytes()))
                .build();
        axon.start();
        return new AxonMessageRecorder(axon, limits, codec);
    }

    @Override
    public Outcome record(ParsedMessage message) {
        RecordMessage command = new RecordMessage(message);
        long deadline = System.nanoTime() + limits.timeLimit().toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return outcome(send(command, deadline), command);
            } catch (AppendEventsTransactionRejectedException conflict) {
                if (attempt >= limits.maxAttempts() || System.nanoTime() > deadline) {
                    LOG.warn("conflicts on every attempt digest={} attempts={}", message.digest(), attempt);
                    return new Outcome.Unavailable("too many concurrent writes about the same patient");
                }
                pause(attempt);
            } catch (LogUnavailableException unavailable) {
                LOG.warn("log unavailable digest={} cause={}", message.digest(), unavailable.toString());
                return new Outcome.Unavailable("the log cannot be written");
            } catch (CommitTooLargeException tooLarge) {
                throw new RejectionException(new Rejection(
                        TOO_LARGE,
                        "",
                        "the message reports more than one commit can hold (%d, the limit is %d)"
                                .formatted(tooLarge.size(), tooLarge.limit())));
            } catch (TimeoutException timeout) {
                LOG.warn("command exceeds its time limit digest={} limit={}", message.digest(), limits.timeLimit());
                return new Outcome.Unavailable("the log did not answer in time");
            }
        }
    }

    private Decision send(RecordMessage command, long deadline) throws TimeoutException {
        CommandMessage message = new GenericCommandMessage(COMMAND_TYPE, command);
        try {
            Decision decision = gateway.send(message)
                    .resultAs(Decision.class)
                    .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (decision == null) {
                throw new IllegalStateException("The command has no result");
            }
            return decision;
        } catch (ExecutionException | CompletionException e) {
            throw unwrap(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while waiting for the log", e);
        }
    }

    private static RuntimeException unwrap(Exception e) {
        Throwable cause = e;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof AppendEventsTransactionRejectedException
                    || each instanceof LogUnavailableException
                    || each instanceof CommitTooLargeException) {
                return (RuntimeException) each;
            }
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private Outcome outcome(Decision decision, RecordMessage command) {
        return switch (decision) {
            case Decision.DuplicateMessage(var recordedBefore, var facts) ->
                new Outcome.Duplicate(
                        recordedBefore.stream()
                                .map(AxonMessageRecorder::receipt)
                                .toList(),
                        List.of(),
                        factReceipts(facts, List.of()));
            case Decision.AppendEvents(var _, var facts) -> {
                List<EventReceipt> receipts = receipts(command.commit().resultNow());
                yield new Outcome.Recorded(receipts, List.of(), factReceipts(facts, receipts));
            }
        };
    }

    private static EventReceipt receipt(Decision.RecordedEvent event) {
        return new EventReceipt(event.id(), event.position());
    }

    private static List<FactReceipt> factReceipts(List<Decision.FactDecision> facts, List<EventReceipt> appended) {
        return IntStream.range(0, facts.size())
                .mapToObj(i -> {
                    Decision.FactDecision fact = facts.get(i);
                    List<EventReceipt> events = fact.known().isPresent()
                            ? fact.known().map(AxonMessageRecorder::receipt).stream()
                                    .toList()
                            : fact.appended().stream().map(appended::get).toList();
                    return new FactReceipt(i, fact.effect(), events);
                })
                .toList();
    }

    /** From the commit itself: after an unknown outcome the log may have the ids of an earlier attempt. */
    private List<EventReceipt> receipts(Commit commit) {
        return IntStream.range(0, commit.events().size())
                .mapToObj(i -> new EventReceipt(id(commit.events().get(i).bytes()), commit.firstPosition() + i))
                .toList();
    }

    /** Reads no further than the id, which is among the first attributes. */
    private EventId id(byte[] stored) {
        try (JsonParser parser = codec.mapper().createParser(stored)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (name.equals("id")) {
                    return EventId.of(parser.getString());
                }
                parser.skipChildren();
            }
        }
        throw new IllegalStateException("A stored event has no id");
    }

    private void pause(int attempt) {
        Duration maxPause = limits.firstPause().multipliedBy(1L << Math.min(attempt, 7));
        try {
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(maxPause.toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        axon.shutdown();
    }
}
