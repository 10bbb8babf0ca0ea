package org.parcours.query.views;

import static org.parcours.query.store.KeyDefinition.number;
import static org.parcours.query.store.KeyDefinition.rareNumber;
import static org.parcours.query.store.KeyDefinition.rareText;
import static org.parcours.query.store.KeyDefinition.text;
import static org.parcours.query.store.KeyDefinition.texts;

import java.time.ZoneId;
import java.util.List;
import org.parcours.query.store.CollectionDefinition;

/** The collections of the views, and the keys by which pages find their documents. */
public final class ViewCollections {

    /** Of the format of all documents. Another version is built beside the present one. */
    public static final String FORMAT = "3";

    /**
     * One patient record ({@link PatientRecord}), by its id: {@code words} and {@code numbers} (value and system) find it,
     * {@code activity} (milliseconds since 1970) sorts lists.
     */
    public static final CollectionDefinition PATIENTS = new CollectionDefinition(
            "patients",
            List.of(texts("words"), texts("numbers"), text("birthDate"), rareText("mergedInto"), number("activity")),
            List.of(List.of("birthDate"), List.of("mergedInto"), List.of("activity")));

    /**
     * One event as JSON, by its position in 19 digits. {@code streams} names what it belongs to: {@link #journal},
     * {@link #identity}, {@link #step}. {@code flagged} is its position where it has an identity anomaly.
     */
    public static final CollectionDefinition EVENTS = new CollectionDefinition(
            "events", List.of(texts("streams"), rareNumber("flagged")), List.of(List.of("flagged")));

    /**
     * One step as recorded for one patient ({@link StepRecord}), by {@code patient/step}: {@code ids} are its own and those
     * of the same step by its other numbers, {@code stays} those of its stays, {@code owner} has it now, {@code visits} are search words.
     */
    public static final CollectionDefinition STEPS = new CollectionDefinition(
            "steps", List.of(texts("ids"), texts("stays"), texts("visits"), text("owner")), List.of(List.of("owner")));

    /**
     * One entry of a timeline ({@link StoredEntry}), by {@code patient/entry}. {@code sort} is its {@link EntryOrder},
     * {@code step} is {@code patient/step}, {@code ahead} the milliseconds since 1970 until which it is still to come,
     * {@code planned} the same, only where that was in the future when it was recorded,
     * {@code flagged} its sort text where it has an anomaly, {@code failed} 1 for a marker of a step that cannot be shown,
     * {@code changed} the position of the last event of the last batch that changed the entry,
     * {@code text} the words of a search, {@code mark} its {@link EntryMark}, which is read from the index alone.
     */
    public static final CollectionDefinition ENTRIES = new CollectionDefinition(
            "entries",
            List.of(
                    text("patient"),
                    text("sort"),
                    text("kind"),
                    text("step"),
                    number("ahead"),
                    rareNumber("planned"),
                    rareText("flagged"),
                    number("failed"),
                    text("text"),
                    text("mark"),
                    number("changed")),
            List.of(
                    List.of("patient", "sort"),
                    List.of("patient", "mark", "changed"),
                    List.of("patient", "kind", "sort"),
                    List.of("patient", "planned"),
                    List.of("patient", "flagged"),
                    List.of("step")));

    /** One stay, by {@code patient/stay}; {@code step} as in {@link #ENTRIES}, {@code start} in milliseconds since 1970. */
    public static final CollectionDefinition STAYS = new CollectionDefinition(
            "stays",
            List.of(text("patient"), text("status"), number("start"), text("step")),
            List.of(List.of("patient", "status", "start"), List.of("step")));

    /**
     * The head of one timeline ({@link TimelineHead}), by the id of the record under which the patient is shown.
     * {@code changed} is the position of the last event of the last batch that changed the timeline,
     * {@code removed} of the last one that took an entry out of it.
     */
    public static final CollectionDefinition TIMELINES = new CollectionDefinition(
            "timelines", List.of(number("changed"), number("removed")), List.of(List.of("changed")));

    public static final List<CollectionDefinition> ALL = List.of(PATIENTS, EVENTS, STEPS, ENTRIES, STAYS, TIMELINES);

    private ViewCollections() {}

    /**
     * Of the format for a hospital: dates without a time of day are ordered by its time zone.
     */
    public static String version(ZoneId hospital) {
        return FORMAT + " " + hospital;
    }

    /** The stream of all events that affect a record. */
    public static String journal(String patient) {
        return patient;
    }

    /** The stream of a record's identity events. */
    public static String identity(String patient) {
        return patient + "/identity";
    }

    /** The stream of a step as recorded for one record; also the id of its document. */
    public static String step(String recordedFor, String step) {
        return recordedFor + "/" + step;
    }

    public static String eventId(long position) {
        return "%019d".formatted(position);
    }
}
