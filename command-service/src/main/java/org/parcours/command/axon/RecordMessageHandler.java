package org.parcours.command.axon;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.decision.Decision;
import org.parcours.command.journey.decision.IdGenerator;
import org.parcours.command.journey.decision.MessageDecisionState;
import org.parcours.command.journey.decision.UnrecordedEvent;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.codec.EventType;

/**
 * Handles the command {@link RecordMessage}: loads the {@link MessageDecisionState} by its queries, decides, appends. Axon's
 * annotated handlers would skip an event without a handler silently; the journey folds events by exhaustive switches,
 * and imports no Axon.
 */
final class RecordMessageHandler {

    static final QualifiedName COMMAND = new QualifiedName("org.parcours.RecordMessage");

    private static final MessageType RESULT = new MessageType(new QualifiedName("org.parcours.Decision"), "1");

    private static final Map<Class<? extends Event>, QualifiedName> NAMES = EventType.all()
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(),
                    type -> new QualifiedName(EventType.of(type).name())));

    private final IdGenerator ids;

    RecordMessageHandler(IdGenerator ids) {
        this.ids = ids;
    }

    EventSourcingConfigurer configure(EventStorageEngine engine) {
        return EventSourcingConfigurer.create()
                .registerEventStorageEngine(configuration -> engine)
                .registerTagResolver(configuration -> RecordMessageHandler::tags)
                .registerEntity(EventSourcedEntityModule.declarative(RecordMessage.class, MessageDecisionState.class)
                        .messagingModel((configuration, model) -> model.entityEvolver(
                                        (state, event, context) -> evolve(state, event))
                                .build())
                        .entityFactory(configuration -> (command, firstEvent, context) -> command.initialState())
                        .criteriaResolver(configuration -> (command, context) -> criteria(command))
                        .build())
                .registerCommandHandlingModule(
                        CommandHandlingModule.named("journey").commandHandlers().commandHandler(COMMAND, this::handle));
    }

    /** Turns every Throwable into an exception: in 5.0.1 an Error hangs the unit of work. */
    private MessageStream.Single<CommandResultMessage> handle(CommandMessage message, ProcessingContext context) {
        try {
            RecordMessage command = (RecordMessage) message.payload();
            MessageDecisionState state = context.component(StateManager.class)
                    .loadEntity(MessageDecisionState.class, command, context)
                    .join();
            Decision decision = state.decide(ids);
            if (decision instanceof Decision.AppendEvents(List<UnrecordedEvent> events, var _)) {
                append(command, events, context);
            }
            return MessageStream.just(new GenericCommandResultMessage(RESULT, decision));
        } catch (Exception e) {
            return MessageStream.<CommandResultMessage>failed(e).first();
        } catch (Throwable t) {
            return MessageStream.<CommandResultMessage>failed(new IllegalStateException("The decision failed: " + t, t))
                    .first();
        }
    }

    private static void append(RecordMessage command, List<UnrecordedEvent> events, ProcessingContext context) {
        context.putResource(
                CommitLogStorageEngine.APPEND_CONTEXT,
                new CommitLogStorageEngine.AppendContext(
                        commitId(command.message()), command.message().sender().application(), command.commit()));
        EventAppender.forContext(context)
                .append(events.stream()
                        .map(event -> new GenericEventMessage(CommitLogStorageEngine.type(event.envelope()), event))
                        .toList());
    }

    /** Rule 4 of the log: a retry after a crash cannot record twice; other content under the same id can be recorded. */
    private static CommitId commitId(ParsedMessage message) {
        return new CommitId(
                DerivedIds.hash("commit", message.sender().application(), message.messageId(), message.digest()));
    }

    private static EventCriteria criteria(RecordMessage command) {
        return EventCriteria.either(command.initialState().queries().stream()
                .map(RecordMessageHandler::criterion)
                .collect(Collectors.toSet()));
    }

    private static EventCriteria criterion(EventQuery query) {
        var tagged = EventCriteria.havingTags(
                Set.of(new Tag(query.tag().key(), query.tag().value())));
        if (query.types().isEmpty()) {
            return tagged;
        }
        return tagged.andBeingOneOfTypes(query.types().stream().map(NAMES::get).collect(Collectors.toSet()));
    }

    /** Axon evolves the entity by the events that it appends too; nothing reads it after the decision. */
    private static MessageDecisionState evolve(MessageDecisionState state, EventMessage message) {
        return message.payload() instanceof Envelope recorded ? state.evolve(recorded) : state;
    }

    private static Set<Tag> tags(EventMessage message) {
        return ((UnrecordedEvent) message.payload())
                .tags().stream().map(tag -> new Tag(tag.key(), tag.value())).collect(Collectors.toSet());
    }
}
