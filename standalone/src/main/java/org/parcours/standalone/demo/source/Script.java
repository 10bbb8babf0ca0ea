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
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;
import org.parcours.standalone.demo.world.People;
import org.parcours.standalone.demo.world.Person;

/**
 * One patient's journey, told by many applications: a journey moves the clock ({@link #afterHours}) and lets an
 * application speak ({@code script.admissions().admit(..)}). What comes of it is a list of messages with their times.
 */
public final class Script {

    private static final int NO_VARIANT = 0;

    private final Numbers numbers;
    private final Pace pace;
    private final SplittableRandom random;
    private final int variant;
    private final List<Message> messages = new ArrayList<>();
    private final Map<SourceApplication, Instant> lastTold = new EnumMap<>(SourceApplication.class);
    private Person person;
    private Duration now = Duration.ZERO;
    private Optional<Stay> stay = Optional.empty();
    private Optional<Fault> nextFault = Optional.empty();
    private Duration nextDelay = Duration.ZERO;
    private int numbersGiven;

    /** @param variant which of a journey's turns this one takes; 0 is the one without incident */
    public Script(Numbers numbers, Person person, Pace pace, int variant, SplittableRandom random) {
        this.numbers = numbers;
        this.person = person;
        this.pace = pace;
        this.variant = variant;
        this.random = random;
    }

    public IdentityServer identity() {
        return new IdentityServer(this);
    }

    public Admissions admissions() {
        return new Admissions(this);
    }

    public Appointments appointments() {
        return new Appointments(this);
    }

    public Laboratory laboratory() {
        return new Laboratory(this);
    }

    public Imaging imaging() {
        return new Imaging(this);
    }

    public Theatre theatre() {
        return new Theatre(this);
    }

    public Medication medication() {
        return new Medication(this);
    }

    public Letters letters() {
        return new Letters(this);
    }

    public Care care() {
        return new Care(this);
    }

    public Script afterMinutes(int minutes) {
        // Give or take a fifth: no two journeys have the same clock.
        long seconds = minutes * 60L;
        now = now.plusSeconds(seconds * 4 / 5 + random.nextLong(seconds * 2 / 5 + 1));
        return this;
    }

    public Script afterHours(int hours) {
        return afterMinutes(hours * 60);
    }

    /** To a morning, that many days on. */
    public Script afterDays(int days) {
        now = pace.morning(now.plusDays(days)).plusMinutes(random.nextLong(180));
        return this;
    }

    public boolean variant(int which) {
        return variant == which;
    }

    public boolean uneventful() {
        return variant == NO_VARIANT;
    }

    /** Names what is wrong with the next message. */
    public Script fault(Fault fault) {
        nextFault = Optional.of(fault);
        return this;
    }

    /** The next message is told that much after it happened. */
    public Script toldAfter(Duration delay, Fault fault) {
        nextDelay = delay;
        return fault(fault);
    }

    public Person person() {
        return person;
    }

    /** From now on the applications know the patient as somebody else (who came without papers, and was recognised). */
    public void knownAs(Person other) {
        person = other;
    }

    public Doctor anyDoctor() {
        return People.doctor(random);
    }

    public Numbers numbers() {
        return numbers;
    }

    /** Everything told, in the order told. */
    public List<Message> messages() {
        return messages.stream().sorted().toList();
    }

    // What the applications of this package share.

    Optional<Stay> stay() {
        return stay;
    }

    void stay(Stay current) {
        stay = Optional.of(current);
    }

    void outOfStay() {
        stay = Optional.empty();
    }

    Instant now() {
        return pace.at(now);
    }

    Instant in(Duration ahead) {
        return pace.at(now.plus(ahead));
    }

    SplittableRandom random() {
        return random;
    }

    String number(String letter) {
        return numbers.of(letter, person.number(), ++numbersGiven);
    }

    String visitNumber() {
        return numbers.visit(person.number(), ++numbersGiven);
    }

    /** Lets an application tell what happens now. */
    void tell(SourceApplication from, Function<Telling, byte[]> words) {
        Telling telling = nextTelling(from);
        messages.add(new Message(telling.toldAt(), from, telling.messageId(), words.apply(telling), nextFault));
        nextFault = Optional.empty();
        nextDelay = Duration.ZERO;
    }

    private Telling nextTelling(SourceApplication from) {
        String id = numbers.message(person.number(), messages.size() + 1);
        if (nextFault.equals(Optional.of(Fault.LATE)) && pace.live()) {
            // Accelerated, an hour is seconds, and nothing would be late: it happened hours ago, by the clock on the
            // wall.
            return new Telling(id, now().minus(nextDelay), now(), false);
        }
        Duration usual = Duration.ofSeconds(random.nextInt(2, 90));
        Instant toldAt = pace.at(now.plus(usual).plus(nextDelay));
        if (nextDelay.isZero()) {
            // An interface is a queue: an application tells of a patient in the order in which it learnt.
            toldAt = lastTold.merge(from, toldAt, (last, next) -> next.isAfter(last) ? next : last);
        }
        boolean late = nextFault.equals(Optional.of(Fault.LATE));
        return new Telling(id, now(), toldAt, !late && pace.isHistory(toldAt));
    }
}
