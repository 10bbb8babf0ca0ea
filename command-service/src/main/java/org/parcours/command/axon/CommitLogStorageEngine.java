package org.parcours.command.axon;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.GlobalIndexPosition;
import org.axonframework.eventsourcing.eventstore.Position;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.TerminalEventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.EventsCondition;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.jspecify.annotations.Nullable;
import org.parcours.command.axon.EventStreamCache.SourcedEvent;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Criterion;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.journey.decision.UnrecordedEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;

/**
 * Implements Axon's storage port on a {@link CommitLog}. A consistency marker and a tracking token are positions: the
 * marker is the last position read, the token the position of an event; 0 is before the first event.
 *
 * <p>A command that appends puts an {@link AppendContext} into the processing context and gets its {@link Commit}
 * there, because Axon's own types have no place for them.
 */
final class CommitLogStorageEngine implements EventStorageEngine {

    static final Context.ResourceKey<AppendContext> APPEND_CONTEXT = Context.ResourceKey.withLabel("append context");

    /**
     * What a command adds to an append.
     *
     * @param caller see {@link AppendRequest#caller()}
     * @param commit completed with the command's commit, before the transaction completes
     */
    record AppendContext(CommitId id, String caller, CompletableFuture<Commit> commit) {}

    private static final Map<Class<? extends Event>, MessageType> TYPES =
            EventType.all().collect(Collectors.toUnmodifiableMap(Function.identity(), CommitLogStorageEngine::type));

    /** Those of the events that there are. */
    private static final Map<QualifiedName, UnversionedEventName> NAMES = new ConcurrentHashMap<>();

    private final CommitLog log;
    private final EventCodec codec;
    private final EventStreamCache<Envelope> streamCache;

    /** By position: an event never changes, and a patient's messages often come within minutes. */
    private final Cache<Long, SourcedEvent<Envelope>> decodedEvents;

    /** @param maxStreamBytes memory for long streams, see {@link EventStreamCache}, and again for decoded events */
    CommitLogStorageEngine(CommitLog log, EventCodec codec, long maxStreamBytes) {
        this.log = log;
        this.codec = codec;
        streamCache = new EventStreamCache<>(log, this::envelope, maxStreamBytes);
        decodedEvents = Caffeine.newBuilder()
                .maximumWeight(maxStreamBytes)
                .weigher((Long position, SourcedEvent<Envelope> event) -> event.weight())
                .executor(Runnable::run)
                .build();
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition, @Nullable ProcessingContext context, List<TaggedEventMessage<?>> events) {
        AppendContext appendContext = context == null ? null : context.getResource(APPEND_CONTEXT);
        if (appendContext == null) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("Events can be appended by a command only"));
        }
        AppendRequest append = new AppendRequest(
                appendContext.id(),
                events.stream().map(this::eventData).toList(),
                condition(condition),
                appendContext.caller());
        return CompletableFuture.completedFuture(new CommitLogTransaction(append, appendContext.commit()));
    }

    /** Writes nothing before {@code commit}: a rollback has nothing to undo. */
    private final class CommitLogTransaction implements AppendTransaction<ConsistencyMarker> {

        private final AppendRequest append;
        private final CompletableFuture<Commit> appended;
        private final AtomicBoolean finished = new AtomicBoolean();

        private CommitLogTransaction(AppendRequest append, CompletableFuture<Commit> appended) {
            this.append = append;
            this.appended = appended;
        }

        @Override
        public CompletableFuture<ConsistencyMarker> commit(@Nullable ProcessingContext context) {
            if (finished.getAndSet(true)) {
                return CompletableFuture.failedFuture(new IllegalStateException("Already committed or rolled back"));
            }
            return log.append(append).thenCompose(outcome -> switch (outcome) {
                case AppendOutcome.Appended(Commit commit) -> complete(commit);
                case AppendOutcome.AlreadyAppended(Commit commit) -> complete(commit);
                case AppendOutcome.Conflicted(long position) ->
                    CompletableFuture.failedFuture(new AppendEventsTransactionRejectedException(
                            "An event that the decision depends on was recorded at position " + position));
            });
        }

        private CompletableFuture<ConsistencyMarker> complete(Commit commit) {
            appended.complete(commit);
            return CompletableFuture.completedFuture(new GlobalIndexConsistencyMarker(commit.lastPosition()));
        }

        @Override
        public void rollback(@Nullable ProcessingContext context) {
            finished.set(true);
        }

        @Override
        public CompletableFuture<ConsistencyMarker> afterCommit(
                ConsistencyMarker marker, @Nullable ProcessingContext context) {
            return CompletableFuture.completedFuture(marker);
        }
    }

    /** The stream ends with a position as marker, also where no event matches; see {@link EventStreamCache}. */
    @Override
    public MessageStream<EventMessage> source(SourcingCondition condition, @Nullable ProcessingContext context) {
        EventStreamCache.SourcingResult<Envelope> result =
                streamCache.source(criteria(condition), after(condition.start()));
        Context end = Context.with(ConsistencyMarker.RESOURCE_KEY, new GlobalIndexConsistencyMarker(result.marker()));
        return MessageStream.fromStream(
                        result.events().stream(), event -> message(event.event()), event -> token(event.position()))
                .concatWith(MessageStream.<EventMessage>just(TerminalEventMessage.INSTANCE, terminal -> end));
    }

    @Override
    public MessageStream<EventMessage> stream(StreamingCondition condition, @Nullable ProcessingContext context) {
        throw streamingNotSupported();
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(@Nullable ProcessingContext context) {
        throw streamingNotSupported();
    }

    @Override
    public CompletableFuture<TrackingToken> latestToken(@Nullable ProcessingContext context) {
        throw streamingNotSupported();
    }

    @Override
    public CompletableFuture<TrackingToken> tokenAt(Instant at, @Nullable ProcessingContext context) {
        throw streamingNotSupported();
    }

    /** No Axon event processor reads this log: the publisher reads it by the log's own cursor. */
    private static UnsupportedOperationException streamingNotSupported() {
        return new UnsupportedOperationException("Read the log by CommitLog, not by an Axon event processor");
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeProperty("log", log.toString());
    }

    private static MessageType type(Class<? extends Event> record) {
        EventType type = EventType.of(record);
        return new MessageType(new QualifiedName(type.name()), Integer.toString(type.version()));
    }

    static MessageType type(Envelope envelope) {
        return TYPES.get(envelope.event().getClass());
    }

    private org.parcours.command.eventlog.EventData eventData(TaggedEventMessage<?> tagged) {
        UnrecordedEvent event = (UnrecordedEvent) tagged.event().payload();
        return new org.parcours.command.eventlog.EventData(
                name(tagged.event().type().qualifiedName()),
                tagged.tags().stream().map(CommitLogStorageEngine::tag).collect(Collectors.toSet()),
                codec.encodeForLog(event.envelope()));
    }

    private Envelope envelope(LoggedEvent event) {
        return decodedEvents
                .get(event.position(), position -> {
                    Envelope envelope = codec.decodeFromLog(event.bytes(), position, event.recordedAt());
                    return new SourcedEvent<>(position, envelope, event.bytes().length);
                })
                .event();
    }

    private static EventMessage message(Envelope envelope) {
        return new GenericEventMessage(
                envelope.id().toString(), type(envelope), envelope, Map.of(), envelope.recordedAt());
    }

    private static Context token(long position) {
        return TrackingToken.addToContext(Context.empty(), new GlobalSequenceTrackingToken(position));
    }

    private static CommitCondition condition(AppendCondition condition) {
        if (condition.consistencyMarker() == ConsistencyMarker.INFINITY) {
            return CommitCondition.none();
        }
        long after = Math.max(0, GlobalIndexConsistencyMarker.position(condition.consistencyMarker()));
        return new CommitCondition(criteria(condition), after);
    }

    /** Axon represents {@code havingAnyTag} by no criterion at all: it matches every event. */
    private static Criteria criteria(EventsCondition condition) {
        EventCriteria eventCriteria = condition.criteria();
        if (!eventCriteria.hasCriteria()) {
            return Criteria.matchAll();
        }
        return new Criteria(eventCriteria.flatten().stream()
                .map(criterion -> new Criterion(
                        criterion.tags().stream()
                                .map(CommitLogStorageEngine::tag)
                                .collect(Collectors.toSet()),
                        names(criterion.types())))
                .toList());
    }

    private static Set<UnversionedEventName> names(Set<QualifiedName> types) {
        return types.stream().map(CommitLogStorageEngine::name).collect(Collectors.toSet());
    }

    private static UnversionedEventName name(QualifiedName type) {
        return NAMES.computeIfAbsent(type, known -> new UnversionedEventName(known.fullName()));
    }

    private static Tag tag(org.axonframework.messaging.eventstreaming.Tag tag) {
        return new Tag(tag.key() + ":" + tag.value());
    }

    /** Axon's start is the first position to read; the log's is the last position before it. */
    private static long after(Position start) {
        return Optional.of(start)
                .filter(GlobalIndexPosition.class::isInstance)
                .map(position -> Math.max(0, GlobalIndexPosition.toIndex(position) - 1))
                .orElse(0L);
    }
}
