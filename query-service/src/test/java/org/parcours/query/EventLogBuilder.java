package org.parcours.query;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.EventId;
import org.parcours.events.EventProvenance;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.Location;
import org.parcours.events.MovementReference;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.UnknownFields;
import org.parcours.events.Visit;

/** Builds a log for tests: events one after the other, with positions from 1 without a gap. */
public final class EventLogBuilder {

    private final List<Envelope> events = new ArrayList<>();
    private String application = "GAM";
    private Duration delay = Duration.ofMinutes(1);
    private DataEntryMode mode = DataEntryMode.LIVE;
    private Optional<String> author = Optional.empty();
    private Optional<EventId> corrects = Optional.empty();
    private List<Anomaly> anomalies = List.of();
    private Optional<Visit> visitOfNext = Optional.empty();
    private Optional<OffsetDateTime> occurredAtOfNext = Optional.empty();
    private Optional<StepId> stepOfNext = Optional.empty();
    private EventAnnotations annotationsOfNext = EventAnnotations.NONE;

    public static PatientId patient(int n) {
        return new PatientId(DerivedIds.uuid("test-patient", Integer.toString(n)));
    }

    public static Visit visit(String number) {
        return new Visit(Optional.of(Identifier.of("urn:oid:1.2.250.1.213.99", number)), Optional.of("I"));
    }

    public static StayId stay(String number) {
        return DerivedIds.stay(visit(number).number().orElseThrow());
    }

    public static Optional<MovementReference> movement(String id) {
        return Optional.of(new MovementReference(Identifier.of("MVT", id), Optional.empty(), false));
    }

    public static OffsetDateTime at(String text) {
        return OffsetDateTime.parse(text + ":00+01:00");
    }

    public static StayEvent.PatientAdmitted admitted(String visit, String movement, String unit) {
        return new StayEvent.PatientAdmitted(
                visit(visit), movement(movement), Optional.of(Location.of(unit)), doctor("Moreau", "Claire"));
    }

    public static StayEvent.PatientTransferred transferred(String visit, String movement, String unit) {
        return new StayEvent.PatientTransferred(
                visit(visit), movement(movement), Optional.of(Location.of(unit)), Optional.empty());
    }

    public static StayEvent.PatientDischarged discharged(String visit, String movement) {
        return new StayEvent.PatientDischarged(visit(visit), movement(movement), Optional.empty(), Optional.empty());
    }

    public static Optional<Practitioner> doctor(String family, String given) {
        return Optional.of(new Practitioner(Optional.empty(), Optional.of(PersonName.of(family, given))));
    }

    public EventLogBuilder from(String application) {
        this.application = application;
        return this;
    }

    /** How long after it happened the next event is recorded. */
    public EventLogBuilder reportedAfter(Duration delay) {
        this.delay = delay;
        return this;
    }

    public EventLogBuilder backEntryBy(String author) {
        this.mode = DataEntryMode.BACK_ENTRY;
        this.author = Optional.of(author);
        return this;
    }

    public EventLogBuilder correcting(EventId event) {
        this.corrects = Optional.of(event);
        return this;
    }

    public EventLogBuilder withAnomalies(Anomaly.Code... codes) {
        this.anomalies = Arrays.stream(codes).map(Anomaly::of).toList();
        return this;
    }

    public EventLogBuilder withAnomalies(Anomaly... recorded) {
        this.anomalies = List.of(recorded);
        return this;
    }

    public EventLogBuilder inVisit(String visit) {
        this.visitOfNext = Optional.of(visit(visit));
        return this;
    }

    /** The step of the next event, where it is not that of its first key. */
    public EventLogBuilder inStep(StepId step) {
        this.stepOfNext = Optional.of(step);
        return this;
    }

    /** The {@code occurredAt} of the next event; its recording time still follows from the argument of {@link #add}. */
    public EventLogBuilder occurringAt(OffsetDateTime at) {
        this.occurredAtOfNext = Optional.of(at);
        return this;
    }

    public EventLogBuilder annotated(EventAnnotations annotations) {
        this.annotationsOfNext = annotations;
        return this;
    }

    /** When the sender reported the next event. */
    public EventLogBuilder reportedAt(String time) {
        return annotated(EventAnnotations.NONE.withDetail(
                DetailKey.REPORTED_AT, Optional.of(PartialDateTime.of(at(time)).text())));
    }

    /** The next event happened at a time that was reported with this precision. */
    public EventLogBuilder preciseTo(TimePrecision precision) {
        return annotated(EventAnnotations.of(precision, TimeOrigin.STATED));
    }

    /** Adds an event. Delay, correction, anomalies and the other settings apply to this event only. */
    public EventId add(PatientId patient, String occurredAt, Event event) {
        OffsetDateTime occurred = at(occurredAt);
        Optional<Visit> visit =
                switch (event) {
                    case StayEvent stay -> Optional.of(stay.visit());
                    case IdentityEvent.StayReassigned moved -> Optional.of(moved.visit());
                    default -> visitOfNext;
                };
        EventId id = new EventId(DerivedIds.uuid("test-event", Integer.toString(events.size() + 1)));
        events.add(new Envelope(
                id,
                patient,
                occurred.toInstant().plus(delay),
                events.size() + 1,
                occurredAtOfNext.orElse(occurred),
                new EventProvenance(
                        application,
                        Optional.of("CHU"),
                        "hl7v2",
                        "M" + (events.size() + 1),
                        DerivedIds.hash("m", Integer.toString(events.size())),
                        author,
                        mode == DataEntryMode.LIVE && delay.compareTo(Envelope.LATE_AFTER) > 0
                                ? DataEntryMode.LATE
                                : mode,
                        mode == DataEntryMode.BACK_ENTRY ? Optional.of("Panne réseau du 12/03") : Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                visit.flatMap(Visit::number).map(DerivedIds::stay),
                stepOfNext.or(() -> event.stepKeys().stream().findFirst().map(DerivedIds::step)),
                corrects,
                anomalies,
                event,
                annotationsOfNext,
                UnknownFields.NONE));
        delay = Duration.ofMinutes(1);
        mode = DataEntryMode.LIVE;
        author = Optional.empty();
        corrects = Optional.empty();
        anomalies = List.of();
        visitOfNext = Optional.empty();
        occurredAtOfNext = Optional.empty();
        stepOfNext = Optional.empty();
        annotationsOfNext = EventAnnotations.NONE;
        return id;
    }

    public EventId register(PatientId patient, String at, String family, String given, String ipp) {
        return add(
                patient,
                at,
                new IdentityEvent.PatientRegistered(
                        List.of(new Identifier("urn:oid:1.2.250.1.71.4.2.2", ipp, Optional.of("PI"))),
                        new Demographics(
                                Optional.of(PersonName.of(family, given)),
                                Optional.of(PersonName.of("LEFÈVRE", given)),
                                Optional.of(PartialDate.of(LocalDate.of(1958, 4, 17))),
                                Optional.of("F"))));
    }

    public List<Envelope> events() {
        return List.copyOf(events);
    }

    public Envelope last() {
        return events.getLast();
    }
}
