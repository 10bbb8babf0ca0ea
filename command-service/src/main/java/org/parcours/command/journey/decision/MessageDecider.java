package org.parcours.command.journey.decision;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.journey.EventTag;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Demographics;
import org.parcours.events.EntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.Reporter;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.UnknownFields;

/** One decision under way: tells the report's facts in order, each knowing the ones before it. */
final class MessageDecider {

    private final ParsedMessage report;
    private final IdGenerator ids;
    private final boolean messageIdReused;
    private final List<UnrecordedEvent> events = new ArrayList<>();
    private final List<Decision.Place> saidAlready = new ArrayList<>();
    private MessageState known;

    MessageDecider(MessageState known, IdGenerator ids) {
        this.known = known;
        this.report = known.report();
        this.ids = ids;
        this.messageIdReused = !known.sameMessage().isEmpty();
    }

    Decision decided() {
        for (int i = 0; i < report.facts().size(); i++) {
            tell(i);
        }
        return events.isEmpty() ? new Decision.Duplicate(saidAlready) : new Decision.Append(events);
    }

    private void tell(int index) {
        Fact told = report.facts().get(index);
        Patient patient = identify(told);
        List<Anomaly> anomalies = new ArrayList<>(patient.anomalies());
        if (patient.registered() && firstSightSaysItAll(told.event())) {
            return;
        }
        Predicate<PatientId> person = subject -> known.patients().same(subject, patient.id());
        FactContext everybodys = known.surroundings().get(index).meant(person);
        FactContext asTold = everybodys.of(person);
        StateComparison restated = StateComparison.of(asTold.fact(), asTold.history());
        if (told.state() && (restated.unchanged().isPresent() || isMergedAlready(told, patient))) {
            restated.unchanged()
                    .map(event -> new Decision.Place(event.id(), event.position()))
                    .ifPresent(saidAlready::add);
            return;
        }
        FactContext surroundings = told.state() ? asTold.meaning(restated.event()) : asTold;
        Fact fact = surroundings.fact();
        if (!(fact.event() instanceof IdentityEvent)
                && surroundings.history().isEmpty()
                && !everybodys.history().isEmpty()) {
            PatientId other = everybodys.history().getLast().subject();
            anomalies.add(Anomaly.of(Code.STEP_OF_ANOTHER_PATIENT, "patient " + other));
        }
        surroundings
                .stayOwner()
                .filter(owner ->
                        !known.patients().same(owner, patient.id()) && !(fact.event() instanceof StayReassigned))
                .ifPresent(owner -> anomalies.add(Anomaly.of(Code.STAY_OF_ANOTHER_PATIENT, "patient " + owner)));
        if (surroundings.stayIsUnnumbered()) {
            anomalies.add(Anomaly.of(Code.NO_VISIT_NUMBER));
        }
        DecisionResult verdict = told.state() ? restated.verdict(surroundings.decide()) : surroundings.decide();
        anomalies.addAll(verdict.anomalies());
        Event event = completed(fact, patient, anomalies);
        DatePlausibility.surprise(
                        event, verdict.corrects(), surroundings.history(), fact.occurredAt(), report.receivedAt())
                .ifPresent(code -> anomalies.add(Anomaly.of(code)));
        record(
                fact,
                patient.id(),
                event,
                fact.occurredAt(),
                surroundings.stay(),
                surroundings.step(),
                verdict.corrects(),
                anomalies);
    }

    /**
     * @param registered this fact was the first sight of the patient
     * @param identifiers what the fact may say are the patient's
     */
    private record Patient(PatientId id, boolean registered, List<Identifier> identifiers, List<Anomaly> anomalies) {}

    private Patient identify(Fact fact) {
        PatientMatch whom = PatientMatch.of(fact, known.patients());
        if (whom.patient().isEmpty()) {
            PatientId registered = register(fact, whom.evidence(), demographics(fact));
            return new Patient(registered, true, whom.given(), List.of());
        }
        PatientId patient = whom.patient().get();
        List<Anomaly> anomalies = whom.others().stream()
                .map(other -> Anomaly.of(Code.IDENTIFIERS_OF_TWO_PATIENTS, "also patient " + other))
                .limit(1)
                .toList();
        List<Identifier> unheardOf = whom.unheardOf(known.patients());
        if (!unheardOf.isEmpty() && !isRegistration(fact.event())) {
            learn(fact, patient, new PatientIdentityUpdated(unheardOf, List.of(), Demographics.UNKNOWN));
        }
        return new Patient(patient, false, whom.given(), anomalies);
    }

    private PatientId register(Fact fact, List<Identifier> identifiers, Demographics demographics) {
        PatientId patient = ids.nextPatient();
        learn(fact, patient, new PatientRegistered(identifiers, demographics));
        return patient;
    }

    /** What a fact says of its patient beside what it tells happened when it was told, whenever the rest happens. */
    private void learn(Fact fact, PatientId patient, IdentityEvent event) {
        OffsetDateTime at = isRegistration(fact.event())
                ? fact.occurredAt()
                : fact.reportedAt().orElseGet(() -> report.receivedAt().atOffset(ZoneOffset.UTC));
        List<Anomaly> anomalies =
                DatePlausibility.surprise(event, Optional.empty(), List.of(), at, report.receivedAt()).stream()
                        .map(Anomaly::of)
                        .toList();
        record(fact, patient, event, at, Optional.empty(), Optional.empty(), Optional.empty(), anomalies);
    }

    private static boolean isRegistration(Event event) {
        return event instanceof PatientRegistered || event instanceof PatientIdentityUpdated;
    }

    /** Except which numbers the patient had before (A47). */
    private static boolean firstSightSaysItAll(Event event) {
        return event instanceof PatientRegistered
                || event instanceof PatientIdentityUpdated updated
                        && updated.retired().isEmpty();
    }

    private static Demographics demographics(Fact fact) {
        return switch (fact.event()) {
            case PatientRegistered registered -> fact.patient().demographics().updatedBy(registered.demographics());
            case PatientIdentityUpdated updated -> fact.patient().demographics().updatedBy(updated.demographics());
            default -> fact.patient().demographics();
        };
    }

    private boolean isMergedAlready(Fact told, Patient patient) {
        return told.event() instanceof PatientsMerged merged
                && first(merged.absorbedIdentifiers())
                        .filter(absorbed -> known.patients().same(absorbed, patient.id()))
                        .isPresent();
    }

    /** The event with what only the log could know. */
    private Event completed(Fact fact, Patient patient, List<Anomaly> anomalies) {
        if (!(fact.event() instanceof IdentityEvent identity)) {
            return fact.event();
        }
        return switch (identity) {
            case PatientRegistered _ ->
                new PatientIdentityUpdated(patient.identifiers(), List.of(), demographics(fact));
            case PatientIdentityUpdated updated ->
                new PatientIdentityUpdated(patient.identifiers(), updated.retired(), demographics(fact));
            case PatientsMerged merged -> {
                PatientId absorbed = first(merged.absorbedIdentifiers())
                        .orElseGet(() -> register(fact, merged.absorbedIdentifiers(), Demographics.UNKNOWN));
                if (absorbed.equals(patient.id())) {
                    anomalies.add(Anomaly.of(Code.MERGED_WITH_ITSELF));
                }
                yield new PatientsMerged(merged.absorbedIdentifiers(), Optional.of(absorbed));
            }
            case PatientsUnmerged unmerged -> {
                PatientId separated = first(unmerged.separatedIdentifiers())
                        .orElseGet(() -> register(fact, unmerged.separatedIdentifiers(), Demographics.UNKNOWN));
                yield new PatientsUnmerged(unmerged.separatedIdentifiers(), Optional.of(separated));
            }
            case StayReassigned reassigned ->
                new StayReassigned(
                        reassigned.visit(), reassigned.fromIdentifiers(), first(reassigned.fromIdentifiers()));
        };
    }

    private Optional<PatientId> first(List<Identifier> identifiers) {
        return known.patients().named(identifiers).stream().findFirst();
    }

    private void record(
            Fact fact,
            PatientId patient,
            Event event,
            OffsetDateTime occurredAt,
            Optional<StayId> stay,
            Optional<StepId> step,
            Optional<EventId> corrects,
            List<Anomaly> surprises) {
        List<Anomaly> anomalies = new ArrayList<>(surprises);
        if (messageIdReused) {
            anomalies.add(Anomaly.of(Code.MESSAGE_ID_REUSED));
        }
        Envelope envelope = new Envelope(
                ids.nextEvent(),
                patient,
                report.receivedAt(),
                0,
                occurredAt,
                reporter(DatePlausibility.late(fact, event, occurredAt, report.receivedAt())),
                stay,
                step,
                corrects,
                anomalies,
                event,
                UnknownFields.NONE);
        events.add(new UnrecordedEvent(envelope, tags(fact, envelope)));
        known = known.evolve(envelope);
    }

    private Reporter reporter(boolean late) {
        return new Reporter(
                report.sender().application(),
                report.sender().facility(),
                report.sender().feed(),
                report.messageId(),
                report.digest(),
                report.author(),
                report.declaredMode().orElse(late ? EntryMode.LATE : EntryMode.LIVE),
                report.outage(),
                report.resubmission(),
                report.raw());
    }

    private Set<EventTag> tags(Fact fact, Envelope envelope) {
        Set<EventTag> tags = new HashSet<>();
        tags.add(known.messageTag());
        tags.add(EventTag.patient(envelope.subject()));
        envelope.stay().ifPresent(stay -> tags.add(EventTag.stay(stay)));
        envelope.event().stepKeys().forEach(key -> tags.add(EventTag.step(key)));
        if (envelope.event() instanceof IdentityEvent identity) {
            Stream<Identifier> own = identity instanceof PatientRegistered registered
                    ? registered.identifiers().stream()
                    : MessageState.identifiersNamed(fact);
            own.map(EventTag::identifier).forEach(tags::add);
        }
        return tags;
    }
}
