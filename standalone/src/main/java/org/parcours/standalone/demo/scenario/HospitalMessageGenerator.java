package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;
import org.parcours.standalone.demo.masterdata.PersonGenerator;
import org.parcours.standalone.demo.source.DuplicateAndGarbledMessageInjector;
import org.parcours.standalone.demo.source.JourneyTimeConverter;
import org.parcours.standalone.demo.source.OutgoingMessage;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** Generates the messages of all applications. Pure: equal arguments give equal bytes (HospitalMessageGeneratorTest). */
public final class HospitalMessageGenerator {

    private static final List<Scenario> SCENARIOS = List.of(
            new HipReplacementScenario(),
            new AppendicitisScenario(),
            new UnidentifiedPatientScenario(),
            new ChestPainScenario(),
            new OutpatientConsultationScenario(),
            new ChemotherapyScenario(),
            new CataractScenario(),
            new StrokeScenario(),
            new ChildbirthScenario(),
            new ChildhoodAsthmaScenario(),
            new DialysisScenario(),
            new GastricBleedingScenario(),
            new DiabeticFootScenario());

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** Each scenario has an uneventful variant (0) and two others. */
    private static final int VARIANTS = 3;

    /** A live journey takes six minutes; about thirteen at a time give one message a second. */
    private static final Duration LIVE_DURATION = Duration.ofMinutes(6);

    private static final Duration ARRIVAL_INTERVAL = Duration.ofSeconds(28);
    private static final int INITIAL_ARRIVALS = 12;
    private static final Duration INITIAL_ARRIVAL_INTERVAL = Duration.ofSeconds(2);

    private final long seed;
    private final Instant firstStartedAt;

    /** @param firstStartedAt when this demo was first started: the time at which its history ends */
    public HospitalMessageGenerator(long seed, Instant firstStartedAt) {
        this.seed = seed;
        this.firstStartedAt = firstStartedAt;
    }

    /**
     * The messages of the last weeks' journeys, in order of time. Journeys in progress at {@code firstStartedAt} continue
     * after it, in real time.
     */
    public List<OutgoingMessage> history(int patients) {
        IdentifierGenerator identifiers = IdentifierGenerator.forRun(seed, firstStartedAt, 0);
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int patient = 0; patient < patients; patient++) {
            SplittableRandom random = random(0, patient);
            Scenario scenario = SCENARIOS.get(patient % SCENARIOS.size());
            // Two journeys of three have ended; the others are in progress.
            double elapsedShare = patient % 3 == 2 ? 0.2 + 0.7 * random.nextDouble() : 1.05 + 0.4 * random.nextDouble();
            Instant start = firstStartedAt.minusSeconds((long) (elapsedShare * scenario.durationDays * 86_400));
            JourneyTimeConverter clock = JourneyTimeConverter.realTime(
                    scenario.start == Scenario.Start.PLANNED ? morningOf(start, random) : start, firstStartedAt);
            messages.addAll(
                    simulate(scenario, identifiers, patient, clock, patient / SCENARIOS.size() % VARIANTS, random));
        }
        return messages.stream().sorted().toList();
    }

    /** The messages of patients who arrive after {@code from}; their journeys are accelerated. */
    public LiveMessageStream liveMessages(int startNumber, Instant from) {
        return new LiveMessageStream(startNumber, from);
    }

    /** An endless stream of messages, in order of time. */
    public final class LiveMessageStream {

        private final int startNumber;
        private final IdentifierGenerator identifiers;
        private final PriorityQueue<OutgoingMessage> pending = new PriorityQueue<>();
        private Instant nextArrivalAt;
        private int patients;

        private LiveMessageStream(int startNumber, Instant from) {
            this.startNumber = startNumber;
            this.identifiers = IdentifierGenerator.forRun(seed, firstStartedAt, startNumber);
            this.nextArrivalAt = from;
        }

        public OutgoingMessage next() {
            while (pending.isEmpty() || pending.peek().reportedAt().isAfter(nextArrivalAt)) {
                addPatient();
            }
            return pending.remove();
        }

        private void addPatient() {
            SplittableRandom random = random(startNumber, patients);
            Scenario scenario = SCENARIOS.get(random.nextInt(SCENARIOS.size()));
            int speedFactor = (int) Duration.ofDays(scenario.durationDays).dividedBy(LIVE_DURATION);
            JourneyTimeConverter clock = JourneyTimeConverter.accelerated(nextArrivalAt, speedFactor);
            pending.addAll(simulate(scenario, identifiers, patients, clock, random.nextInt(VARIANTS), random));
            patients++;
            nextArrivalAt =
                    nextArrivalAt.plus(patients <= INITIAL_ARRIVALS ? INITIAL_ARRIVAL_INTERVAL : ARRIVAL_INTERVAL);
        }
    }

    private List<OutgoingMessage> simulate(
            Scenario scenario,
            IdentifierGenerator identifiers,
            int patient,
            JourneyTimeConverter clock,
            int variant,
            SplittableRandom random) {
        Person person = PersonGenerator.person(
                random, identifiers, patient, firstStartedAt.atZone(PARIS).toLocalDate(), scenario.patientProfile);
        PatientJourneyMessageGenerator journey =
                new PatientJourneyMessageGenerator(identifiers, person, clock, variant, random);
        scenario.play(journey);
        return DuplicateAndGarbledMessageInjector.inject(journey.messages(), random);
    }

    private static Instant morningOf(Instant day, SplittableRandom random) {
        return day.atZone(PARIS)
                .with(LocalTime.of(8, 0))
                .plusMinutes(random.nextLong(180))
                .toInstant();
    }

    private SplittableRandom random(int startNumber, int patient) {
        return new SplittableRandom(seed * 1_000_003 + startNumber * 7_919L * 1_000_033 + patient * 31L);
    }
}
