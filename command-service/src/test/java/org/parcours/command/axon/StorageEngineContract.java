package org.parcours.command.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.journey.decision.JourneyFixture.JUST_NOW;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine.AppendTransaction;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.TerminalEventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogFixtures.ManualClock;
import org.parcours.command.journey.decision.UnrecordedEvent;
import org.parcours.command.store.Hash;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.EventProvenance;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.PatientId;
import org.parcours.events.UnknownFields;
import org.parcours.events.codec.EventCodec;

/** Axon's contract of a storage engine: the cases of its own suite (StorageEngineTestSuite, 5.0.1), rewritten. */
abstract class StorageEngineContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Tag TEST = new Tag("patient", "test");
    private static final Tag OTHER = new Tag("patient", "other");

    protected abstract CommitLog newLog(Clock clock);

    private final ManualClock clock = new ManualClock(NOON);
    private CommitLog log;
    private CommitLogStorageEngine engine;
    private int commandCount;

    @BeforeEach
    void open() {
        log = newLog(clock);
        engine = new CommitLogStorageEngine(log, new EventCodec(), RecordCommandSettings.DEFAULT.maxStreamBytes());
    }

    @AfterEach
    void close() {
        if (log != null) { // null where the store is not available
            log.close();
        }
    }

    // -- sourcing

    @Test
    void sourcing_returns_the_matching_events_and_a_terminal_entry_with_the_marker() {
        append(AppendCondition.none(), TEST, TEST, OTHER, OTHER, OTHER, TEST);

        var entries = source(TEST);

        assertThat(positions(entries)).containsExactly(1L, 2L, 6L);
        assertThat(entries.subList(0, 3))
                .allSatisfy(entry -> assertThat(entry.getResource(ConsistencyMarker.RESOURCE_KEY))
                        .isNull());
        assertThat(entries.getLast().message()).isEqualTo(TerminalEventMessage.INSTANCE);
        assertThat(marker(entries)).isEqualTo(new GlobalIndexConsistencyMarker(6));
    }

    @Test
    void the_marker_is_the_head_also_where_no_event_matches_and_in_an_empty_log() {
        assertThat(marker(source(TEST))).isEqualTo(marker(source(OTHER))).isNotSameAs(ConsistencyMarker.ORIGIN);
        append(AppendCondition.none(), TEST);

        assertThat(marker(source(OTHER))).isEqualTo(marker(source(TEST)));
    }

    @Test
    void sourcing_starts_at_a_given_position() {
        append(AppendCondition.none(), TEST, TEST, OTHER, TEST);
        var condition = SourcingCondition.conditionFor(
                new GlobalIndexConsistencyMarker(2).position(), EventCriteria.havingTags(TEST));

        assertThat(positions(drain(engine.source(condition, null)))).containsExactly(2L, 4L);
    }

    @Test
    void an_entry_can_be_peeked_at_before_it_is_read() {
        append(AppendCondition.none(), TEST);
        var stream = engine.source(SourcingCondition.conditionFor(EventCriteria.havingTags(TEST)), null);

        assertThat(stream.peek()).isEqualTo(stream.peek()).isPresent();
        assertThat(stream.next()).isPresent();
        assertThat(stream.next().map(MessageStream.Entry::message)).contains(TerminalEventMessage.INSTANCE);
        assertThat(stream.peek()).isEmpty();
        assertThat(stream.isCompleted()).isTrue();
    }

    // -- appending

    @Test
    void a_marker_from_before_a_match_is_rejected() {
        append(AppendCondition.none(), OTHER);
        var marker = marker(source(OTHER));
        append(AppendCondition.none(), OTHER);

        assertThatThrownBy(() -> append(conditionOn(OTHER, marker), OTHER))
                .isInstanceOf(AppendEventsTransactionRejectedException.class);
        assertThat(append(conditionOn(TEST, marker), TEST)).isEqualTo(new GlobalIndexConsistencyMarker(3));
    }

    @Test
    void an_origin_marker_is_rejected_where_an_event_matches() {
        append(AppendCondition.none(), TEST);

        assertThatThrownBy(() -> append(conditionOn(TEST, ConsistencyMarker.ORIGIN), TEST))
                .isInstanceOf(AppendEventsTransactionRejectedException.class);
    }

    @Test
    void the_marker_of_a_sourcing_without_events_is_rejected_once_an_event_matches() {
        append(AppendCondition.none(), OTHER);
        var marker = marker(source(TEST));
        append(AppendCondition.none(), TEST);

        assertThatThrownBy(() -> append(conditionOn(TEST, marker), TEST))
                .isInstanceOf(AppendEventsTransactionRejectedException.class);
    }

    @Test
    void the_first_to_commit_of_two_transactions_on_the_same_tags_wins() {
        var first = begin(conditionOn(TEST, ConsistencyMarker.ORIGIN), TEST);
        var second = begin(conditionOn(TEST, ConsistencyMarker.ORIGIN), TEST);

        assertThat(join(commit(second))).isEqualTo(new GlobalIndexConsistencyMarker(1));
        assertThatThrownBy(() -> join(commit(first))).isInstanceOf(AppendEventsTransactionRejectedException.class);
    }

    @Test
    void two_transactions_on_other_tags_both_commit() {
        var first = commit(begin(conditionOn(TEST, ConsistencyMarker.ORIGIN), TEST));
        var second = commit(begin(conditionOn(OTHER, ConsistencyMarker.ORIGIN), OTHER));

        assertThat(List.of(join(first), join(second)))
                .containsExactlyInAnyOrder(new GlobalIndexConsistencyMarker(1), new GlobalIndexConsistencyMarker(2));
    }

    @Test
    void a_transaction_rolled_back_writes_nothing_and_cannot_be_committed() {
        var transaction = begin(AppendCondition.none(), TEST);
        transaction.rollback(null);

        assertThatThrownBy(() -> join(commit(transaction))).isInstanceOf(IllegalStateException.class);
        assertThat(log.head().position()).isZero();
    }

    // -- streaming

    @Test
    void streaming_is_not_supported() {
        assertThatThrownBy(() -> engine.stream(
                        StreamingCondition.conditionFor(
                                new GlobalSequenceTrackingToken(0), EventCriteria.havingAnyTag()),
                        null))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> engine.firstToken(null)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> engine.latestToken(null)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> engine.tokenAt(NOON, null)).isInstanceOf(UnsupportedOperationException.class);
    }

    // -- helpers

    private static AppendCondition conditionOn(Tag tag, ConsistencyMarker marker) {
        return AppendCondition.withCriteria(EventCriteria.havingTags(tag)).withMarker(marker);
    }

    private ConsistencyMarker append(AppendCondition condition, Tag... tags) {
        return join(commit(begin(condition, tags)));
    }

    private AppendTransaction<ConsistencyMarker> begin(AppendCondition condition, Tag... tags) {
        List<TaggedEventMessage<?>> events = new ArrayList<>();
        Arrays.stream(tags).map(StorageEngineContract::event).forEach(events::add);
        return join(new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
                .create()
                .executeWithResult(context -> {
                    context.putResource(
                            CommitLogStorageEngine.APPEND_CONTEXT,
                            new CommitLogStorageEngine.AppendContext(
                                    CommitId.of(Hash.of(("command " + ++commandCount).getBytes())),
                                    "",
                                    new CompletableFuture<>()));
                    return engine.appendEvents(condition, context, events).thenApply(StorageEngineContract::cast);
                }));
    }

    @SuppressWarnings("unchecked")
    private static AppendTransaction<ConsistencyMarker> cast(AppendTransaction<?> transaction) {
        return (AppendTransaction<ConsistencyMarker>) transaction;
    }

    private static CompletableFuture<ConsistencyMarker> commit(AppendTransaction<ConsistencyMarker> transaction) {
        return transaction.commit(null).thenCompose(marker -> transaction.afterCommit(marker, null));
    }

    private static TaggedEventMessage<EventMessage> event(Tag tag) {
        var envelope = new Envelope(
                new EventId(UUID.randomUUID()),
                new PatientId(UUID.randomUUID()),
                NOON,
                0,
                JUST_NOW,
                new EventProvenance(
                        "GAM",
                        Optional.empty(),
                        "hl7v2",
                        "m",
                        "d",
                        Optional.empty(),
                        DataEntryMode.LIVE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new PatientRegistered(List.of(ipp("1")), Demographics.UNKNOWN),
                UnknownFields.NONE);
        var payload = new UnrecordedEvent(envelope, Set.of());
        return new GenericTaggedEventMessage<>(
                new GenericEventMessage(
                        envelope.id().toString(), CommitLogStorageEngine.type(envelope), payload, Map.of(), NOON),
                Set.of(tag));
    }

    private List<MessageStream.Entry<EventMessage>> source(Tag tag) {
        return drain(engine.source(SourcingCondition.conditionFor(EventCriteria.havingTags(tag)), null));
    }

    private static List<MessageStream.Entry<EventMessage>> drain(MessageStream<EventMessage> stream) {
        var entries = new ArrayList<MessageStream.Entry<EventMessage>>();
        while (!stream.isCompleted()) {
            stream.next().ifPresent(entries::add);
        }
        return entries;
    }

    private static ConsistencyMarker marker(List<MessageStream.Entry<EventMessage>> entries) {
        return entries.getLast().getResource(ConsistencyMarker.RESOURCE_KEY);
    }

    private static List<Long> positions(List<MessageStream.Entry<EventMessage>> entries) {
        return tokens(entries.subList(0, entries.size() - 1));
    }

    private static List<Long> tokens(List<MessageStream.Entry<EventMessage>> entries) {
        return entries.stream()
                .map(entry -> TrackingToken.fromContext(entry)
                        .orElseThrow()
                        .position()
                        .orElseThrow())
                .toList();
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
