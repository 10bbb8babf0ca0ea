package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;
import org.parcours.standalone.demo.masterdata.PersonGenerator;

/**
 * Simulates one patient's journey: a scenario advances the clock ({@link #afterHours}) and lets applications send
 * messages ({@code journey.admissions().admit(..)}). The result is a list of messages with their times.
 */
public final class PatientJourneyMessageGenerator {

    private final IdentifierGenerator identifiers;
    private final JourneyTimeConverter clock;
    private final SplittableRandom random;
    private final int variant;
    private final List<OutgoingMessage> messages = new ArrayList<>();
    private final Map<SourceApplicationCode, Instant> lastReportedAt = new EnumMap<>(SourceApplicationCode.class);
    private Person person;
    private Duration elapsed = Duration.ZERO;
    private Optional<Stay> stay = Optional.empty();
    private Optional<SimulatedFaultOrChange> nextIrregularity = Optional.empty();
    private Duration nextDelay = Duration.ZERO;
    private int numbersUsed;

    /** @param variant the scenario's variant; 0 is the uneventful one */
    public PatientJourneyMessageGenerator(
            IdentifierGenerator identifiers,
            Person person,
            JourneyTimeConverter clock,
            int variant,
            SplittableRandom random) {
        this.identifiers = identifiers;
        this.person = person;
        this.clock = clock;
        this.variant = variant;
        this.random = random;
    }

    public IdentityServerSimulator identity() {
        return new IdentityServerSimulator(this);
    }

    public AdmissionSimulator admissions() {
        return new AdmissionSimulator(this);
    }

    public Hl7AppointmentSimulator appointments() {
        return new Hl7AppointmentSimulator(this);
    }

    public LaboratorySimulator laboratory() {
        return new LaboratorySimulator(this);
    }

    public ImagingSimulator imaging() {
        return new ImagingSimulator(this);
    }

    public SurgerySimulator surgery() {
        return new SurgerySimulator(this);
    }

    public MedicationSimulator medication() {
        return new MedicationSimulator(this);
    }

    public LetterSimulator letters() {
        return new LetterSimulator(this);
    }

    public CatalogueStepSimulator care() {
        return new CatalogueStepSimulator(this);
    }

    public PatientJourneyMessageGenerator afterMinutes(int minutes) {
        // Plus or minus a fifth, so that journeys differ.
        long seconds = minutes * 60L;
        elapsed = elapsed.plusSeconds(seconds * 4 / 5 + random.nextLong(seconds * 2 / 5 + 1));
        return this;
    }

    public PatientJourneyMessageGenerator afterHours(int hours) {
        return afterMinutes(hours * 60);
    }

    /** Advances the clock to a morning, that many days later. */
    public PatientJourneyMessageGenerator afterDays(int days) {
        elapsed = clock.morningOf(elapsed.plusDays(days)).plusMinutes(random.nextLong(180));
        return this;
    }

    public boolean isVariant(int number) {
        return variant == number;
    }

    public boolean isUneventful() {
        return isVariant(0);
    }

    /** Marks the next message with this irregularity. */
    public PatientJourneyMessageGenerator markNextMessage(SimulatedFaultOrChange irregularity) {
        nextIrregularity = Optional.of(irregularity);
        return this;
    }

    /** Delays the report of the next message. */
    public PatientJourneyMessageGenerator delayNextMessage(Duration delay, SimulatedFaultOrChange irregularity) {
        nextDelay = delay;
        return markNextMessage(irregularity);
    }

    public Person person() {
        return person;
    }

    /** Changes the identity under which the applications send: an unidentified patient, or a recognised one. */
    public void identifyAs(Person identity) {
        person = identity;
    }

    public Doctor randomDoctor() {
        return PersonGenerator.doctor(random);
    }

    public IdentifierGenerator identifiers() {
        return identifiers;
    }

    /** All messages, in order of time. */
    public List<OutgoingMessage> messages() {
        return messages.stream().sorted().toList();
    }

    // For the simulators of this package.

    Optional<Stay> stay() {
        return stay;
    }

    void setStay(Stay current) {
        stay = Optional.of(current);
    }

    void endStay() {
        stay = Optional.empty();
    }

    Instant now() {
        return clock.timeAt(elapsed);
    }

    Instant timeAfter(Duration delay) {
        return clock.timeAt(elapsed.plus(delay));
    }

    SplittableRandom random() {
        return random;
    }

    String nextNumber(String prefix) {
        return identifiers.number(prefix, person.number(), ++numbersUsed);
    }

    String nextVisitNumber() {
        return identifiers.visitNumber(person.number(), ++numbersUsed);
    }

    /** Adds an HL7 message of this application about the present time. */
    void sendHl7(SourceApplicationCode application, String type, UnaryOperator<Hl7MessageBuilder> content) {
        send(application, metadata -> content.apply(new Hl7MessageBuilder(application, type, metadata))
                .toBytes());
    }

    /** Adds a CloudEvent with a fact of this type about the present time, the patient and the stay. */
    void sendFact(SourceApplicationCode application, String type, UnaryOperator<CloudEventBuilder> content) {
        send(application, metadata -> content.apply(CloudEventBuilder.of(application, type, metadata, this))
                .toBytes());
    }

    /** Adds a message of this application about the present time. */
    void send(SourceApplicationCode application, Function<MessageMetadata, byte[]> writer) {
        MessageMetadata metadata = nextMetadata(application);
        messages.add(new OutgoingMessage(
                metadata.reportedAt(), application, metadata.messageId(), writer.apply(metadata), nextIrregularity));
        nextIrregularity = Optional.empty();
        nextDelay = Duration.ZERO;
    }

    private MessageMetadata nextMetadata(SourceApplicationCode application) {
        String id = identifiers.messageId(person.number(), messages.size() + 1);
        if (nextIrregularity.equals(Optional.of(SimulatedFaultOrChange.LATE)) && clock.isAccelerated()) {
            // Accelerated, an hour lasts seconds and no message is late: so it occurred hours ago in real time.
            return new MessageMetadata(id, now().minus(nextDelay), now(), false);
        }
        Duration usualDelay = Duration.ofSeconds(random.nextInt(2, 90));
        Instant reportedAt = clock.timeAt(elapsed.plus(usualDelay).plus(nextDelay));
        if (nextDelay.isZero()) {
            // An application sends the messages of one patient in order.
            reportedAt =
                    lastReportedAt.merge(application, reportedAt, (last, next) -> next.isAfter(last) ? next : last);
        }
        boolean late = nextIrregularity.equals(Optional.of(SimulatedFaultOrChange.LATE));
        return new MessageMetadata(id, now(), reportedAt, !late && clock.isHistory(reportedAt));
    }
}
