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
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;
import org.parcours.standalone.demo.masterdata.PersonGenerator;

/**
 * One patient's journey, told by many applications: a journey moves the clock ({@link #afterHours}) and lets an
 * application speak ({@code script.admissions().admit(..)}). What comes of it is a list of messages with their times.
 */
public final class JourneySimulation {

    private static final int UNEVENTFUL_VARIANT = 0;

    private final IdentifierGenerator identifiers;
    private final SimulationClock clock;
    private final SplittableRandom random;
    private final int variant;
    private final List<OutgoingMessage> messages = new ArrayList<>();
    private final Map<SourceApplication, Instant> lastReportedAt = new EnumMap<>(SourceApplication.class);
    private Person person;
    private Duration elapsed = Duration.ZERO;
    private Optional<Stay> stay = Optional.empty();
    private Optional<SimulatedFault> nextFault = Optional.empty();
    private Duration nextDelay = Duration.ZERO;
    private int numbersUsed;

    /** @param variant which of a journey's turns this one takes; 0 is the one without incident */
    public JourneySimulation(
            IdentifierGenerator identifiers,
            Person person,
            SimulationClock clock,
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

    public AppointmentSimulator appointments() {
        return new AppointmentSimulator(this);
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

    public CareStepSimulator care() {
        return new CareStepSimulator(this);
    }

    public JourneySimulation afterMinutes(int minutes) {
        // Give or take a fifth: no two journeys have the same clock.
        long seconds = minutes * 60L;
        elapsed = elapsed.plusSeconds(seconds * 4 / 5 + random.nextLong(seconds * 2 / 5 + 1));
        return this;
    }

    public JourneySimulation afterHours(int hours) {
        return afterMinutes(hours * 60);
    }

    /** To a morning, that many days on. */
    public JourneySimulation afterDays(int days) {
        elapsed = clock.morningOf(elapsed.plusDays(days)).plusMinutes(random.nextLong(180));
        return this;
    }

    public boolean isVariant(int number) {
        return variant == number;
    }

    public boolean isUneventful() {
        return variant == UNEVENTFUL_VARIANT;
    }

    /** Names what is wrong with the next message. */
    public JourneySimulation nextFault(SimulatedFault fault) {
        nextFault = Optional.of(fault);
        return this;
    }

    /** The next message is told that much after it happened. */
    public JourneySimulation delayNextMessage(Duration delay, SimulatedFault fault) {
        nextDelay = delay;
        return nextFault(fault);
    }

    public Person person() {
        return person;
    }

    /** From now on the applications know the patient as somebody else (who came without papers, and was recognised). */
    public void identifyAs(Person identity) {
        person = identity;
    }

    public Doctor randomDoctor() {
        return PersonGenerator.doctor(random);
    }

    public IdentifierGenerator identifiers() {
        return identifiers;
    }

    /** Everything told, in the order told. */
    public List<OutgoingMessage> messages() {
        return messages.stream().sorted().toList();
    }

    // What the applications of this package share.

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

    /** Lets an application tell what happens now. */
    void send(SourceApplication application, Function<MessageMetadata, byte[]> writer) {
        MessageMetadata metadata = nextMetadata(application);
        messages.add(new OutgoingMessage(
                metadata.reportedAt(), application, metadata.messageId(), writer.apply(metadata), nextFault));
        nextFault = Optional.empty();
        nextDelay = Duration.ZERO;
    }

    private MessageMetadata nextMetadata(SourceApplication application) {
        String id = identifiers.messageId(person.number(), messages.size() + 1);
        if (nextFault.equals(Optional.of(SimulatedFault.LATE)) && clock.isAccelerated()) {
            // Accelerated, an hour is seconds, and nothing would be late: it happened hours ago, by the clock on the
            // wall.
            return new MessageMetadata(id, now().minus(nextDelay), now(), false);
        }
        Duration usualDelay = Duration.ofSeconds(random.nextInt(2, 90));
        Instant reportedAt = clock.timeAt(elapsed.plus(usualDelay).plus(nextDelay));
        if (nextDelay.isZero()) {
            // An interface is a queue: an application tells of a patient in the order in which it learnt.
            reportedAt =
                    lastReportedAt.merge(application, reportedAt, (last, next) -> next.isAfter(last) ? next : last);
        }
        boolean late = nextFault.equals(Optional.of(SimulatedFault.LATE));
        return new MessageMetadata(id, now(), reportedAt, !late && clock.isHistory(reportedAt));
    }
}
