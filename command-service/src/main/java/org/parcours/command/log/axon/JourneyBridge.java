package org.parcours.command.log.axon;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.axonframework.eventsourcing.configuration.EventSourcedEntityModule;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.commandhandling.CommandMessage;
import org.axonframework.messaging.commandhandling.CommandResultMessage;
import org.axonframework.messaging.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.commandhandling.configuration.CommandHandlingModule;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.gateway.EventAppender;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.axonframework.modelling.StateManager;
import org.parcours.command.intake.Report;
import org.parcours.command.journey.Question;
import org.parcours.command.journey.recording.Decided;
import org.parcours.command.journey.recording.Ids;
import org.parcours.command.journey.recording.NewEvent;
import org.parcours.command.journey.recording.Recording;
import org.parcours.command.log.Commit;
import org.parcours.command.log.CommitId;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventType;

/**
 * Runs every decision: loads a {@link Recording} by the questions that it asks, lets it decide, appends. The domain
 * imports no Axon, and its sealed switches really fold: Axon's own annotated handlers would drop an event without a
 * handler in silence.
 */
final class JourneyBridge {

    static final QualifiedName COMMAND = new QualifiedName("org.parcours.Report");

    private static final MessageType RESULT = new MessageType(new QualifiedName("org.parcours.Taken"), "1");

    private final Ids ids;

    JourneyBridge(Ids ids) {
        this.ids = ids;
    }

    EventSourcingConfigurer configure(EventStorageEngine engine) {
        return EventSourcingConfigurer.create()
                .registerEventStorageEngine(configuration -> engine)
                .registerTagResolver(configuration -> JourneyBridge::tags)
                .registerEntity(EventSourcedEntityModule.declarative(Submission.class, Recording.class)
                        .messagingModel((configuration, model) -> model.entityEvolver(
                                        (recording, event, context) -> recording.evolve(envelope(event)))
                                .build())
                        .entityFactory(
                                configuration -> (submission, first, context) -> Recording.of(submission.report()))
                        .criteriaResolver(configuration -> (submission, context) -> criteria(submission.report()))
                        .build())
                .registerCommandHandlingModule(
                        CommandHandlingModule.named("journey").commandHandlers().commandHandler(COMMAND, this::handle));
    }

    /** Never lets a Throwable that is no exception through: in 5.0.1 an Error hangs the unit of work. */
    private MessageStream.Single<CommandResultMessage> handle(CommandMessage command, ProcessingContext context) {
        try {
            Submission submission = (Submission) command.payload();
            Recording recording = context.component(StateManager.class)
                    .loadEntity(Recording.class, submission, context)
                    .join();
            return MessageStream.just(new GenericCommandResultMessage(RESULT, take(recording, context)));
        } catch (Exception e) {
            return MessageStream.<CommandResultMessage>failed(e).first();
        } catch (Throwable t) {
            return MessageStream.<CommandResultMessage>failed(new IllegalStateException("A decision failed: " + t, t))
                    .first();
        }
    }

    private Taken take(Recording recording, ProcessingContext context) {
        return switch (recording.decide(ids)) {
            case Decided.KnownAlready(var places) -> new Taken.KnownAlready(places);
            case Decided.Record(List<NewEvent> events) -> {
                CompletableFuture<Commit> commit = new CompletableFuture<>();
                context.putResource(
                        CommitLogStorageEngine.APPENDING,
                        new CommitLogStorageEngine.Appending(
                                commitId(recording.report()),
                                recording.report().sender().application(),
                                commit));
                EventAppender.forContext(context)
                        .append(events.stream()
                                .map(event ->
                                        new GenericEventMessage(CommitLogStorageEngine.type(event.envelope()), event))
                                .toList());
                yield new Taken.Appending(events, commit);
            }
        };
    }

    /** Rule 4 of the log: a retry after a crash cannot record twice; other content under the same id can be recorded. */
    private static CommitId commitId(Report report) {
        return new CommitId(
                DerivedIds.hash("commit", report.sender().application(), report.messageId(), report.digest()));
    }

    private static EventCriteria criteria(Report report) {
        return EventCriteria.either(Recording.of(report).questions().stream()
                .map(JourneyBridge::criterion)
                .collect(Collectors.toSet()));
    }

    private static EventCriteria criterion(Question question) {
        var tagged = EventCriteria.havingTags(
                Set.of(new Tag(question.tag().key(), question.tag().value())));
        if (question.about().isEmpty()) {
            return tagged;
        }
        Set<QualifiedName> names = new HashSet<>();
        question.about()
                .forEach(type -> names.add(new QualifiedName(EventType.of(type).name())));
        return tagged.andBeingOneOfTypes(names);
    }

    private static Envelope envelope(EventMessage message) {
        return message.payload() instanceof NewEvent appended ? appended.envelope() : (Envelope) message.payload();
    }

    private static Set<Tag> tags(EventMessage message) {
        return ((NewEvent) message.payload())
                .tags().stream().map(tag -> new Tag(tag.key(), tag.value())).collect(Collectors.toSet());
    }
}
