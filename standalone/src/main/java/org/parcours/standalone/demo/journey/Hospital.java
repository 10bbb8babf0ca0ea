package org.parcours.standalone.demo.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.parcours.standalone.demo.source.Message;
import org.parcours.standalone.demo.source.Pace;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.source.WireFaults;
import org.parcours.standalone.demo.world.Numbers;
import org.parcours.standalone.demo.world.People;
import org.parcours.standalone.demo.world.Person;

/** What all the applications of the hospital tell. Pure: the same arguments, the same bytes (HospitalTest). */
public final class Hospital {

    private static final List<Journey> JOURNEYS = List.of(
            new HipReplacement(),
            new Appendicitis(),
            new WithoutPapers(),
            new ChestPain(),
            new OutpatientConsultation(),
            new ChemotherapyCourse(),
            new Cataract(),
            new Stroke(),
            new Childbirth(),
            new ChildhoodAsthma(),
            new DialysisSessions(),
            new GastricBleeding(),
            new DiabeticFoot());

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** The turns that a journey can take: without incident, and its two incidents. */
    private static final int VARIANTS = 3;

    /** Live, a journey takes six minutes, however long it is in life; about thirteen at a time: a message a second. */
    private static final Duration LIVE_JOURNEY = Duration.ofMinutes(6);

    private static final Duration BETWEEN_ARRIVALS = Duration.ofSeconds(28);
    private static final int FIRST_ARRIVALS = 12;
    private static final Duration BETWEEN_FIRST_ARRIVALS = Duration.ofSeconds(2);

    private final long seed;
    private final Instant began;

    /** @param began when this demo was first started: the "now" at which its history ends */
    public Hospital(long seed, Instant began) {
        this.seed = seed;
        this.began = began;
    }

    /**
     * The journeys of the last weeks, in the order told. Those that have not ended by {@code began} go on after it, at
     * the pace of life.
     */
    public List<Message> history(int patients) {
        Numbers numbers = Numbers.of(seed, began, 0);
        List<Message> told = new ArrayList<>();
        for (int patient = 0; patient < patients; patient++) {
            SplittableRandom random = random(0, patient);
            Journey journey = JOURNEYS.get(patient % JOURNEYS.size());
            // Two of three have gone home; the others are somewhere on their way.
            double gone = patient % 3 == 2 ? 0.2 + 0.7 * random.nextDouble() : 1.05 + 0.4 * random.nextDouble();
            Instant start = began.minusSeconds((long) (gone * journey.days() * 86_400));
            Pace pace = Pace.asInLife(journey.planned() ? onAMorning(start, random) : start, began);
            told.addAll(played(journey, numbers, patient, pace, patient / JOURNEYS.size() % VARIANTS, random));
        }
        return told.stream().sorted().toList();
    }

    /** Patients who come from then on, for ever, each journey accelerated. */
    public Arrivals arrivals(int nthStart, Instant from) {
        return new Arrivals(nthStart, from);
    }

    /** An endless feed in the order told. */
    public final class Arrivals {

        private final int nthStart;
        private final Numbers numbers;
        private final PriorityQueue<Message> waiting = new PriorityQueue<>();
        private Instant nextArrival;
        private int patients;

        private Arrivals(int nthStart, Instant from) {
            this.nthStart = nthStart;
            this.numbers = Numbers.of(seed, began, nthStart);
            this.nextArrival = from;
        }

        public Message next() {
            while (waiting.isEmpty() || waiting.peek().toldAt().isAfter(nextArrival)) {
                arrive();
            }
            return waiting.remove();
        }

        private void arrive() {
            SplittableRandom random = random(nthStart, patients);
            Journey journey = JOURNEYS.get(random.nextInt(JOURNEYS.size()));
            int factor = (int) Duration.ofDays(journey.days()).dividedBy(LIVE_JOURNEY);
            Pace pace = Pace.accelerated(nextArrival, factor);
            waiting.addAll(played(journey, numbers, patients, pace, random.nextInt(VARIANTS), random));
            patients++;
            nextArrival = nextArrival.plus(patients <= FIRST_ARRIVALS ? BETWEEN_FIRST_ARRIVALS : BETWEEN_ARRIVALS);
        }
    }

    private List<Message> played(
            Journey journey, Numbers numbers, int patient, Pace pace, int variant, SplittableRandom random) {
        Person person =
                People.somebody(random, numbers, patient, began.atZone(PARIS).toLocalDate(), journey.who());
        Script script = new Script(numbers, person, pace, variant, random);
        journey.play(script);
        return WireFaults.strike(script.messages(), random);
    }

    private static Instant onAMorning(Instant day, SplittableRandom random) {
        return day.atZone(PARIS)
                .with(LocalTime.of(8, 0))
                .plusMinutes(random.nextLong(180))
                .toInstant();
    }

    private SplittableRandom random(int nthStart, int patient) {
        return new SplittableRandom(seed * 1_000_003 + nthStart * 7_919L * 1_000_033 + patient * 31L);
    }
}
