package org.parcours.query.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.PatientId;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.EntryMark;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.TimelineHead;

/** One patient's timeline, page by page: the stored one, or one replayed for another time. */
public interface PatientTimeline {

    /** The patient in the request; for a merged patient, the head is the survivor's. */
    PatientId requested();

    TimelineHead head();

    /** The stay that says where the patient is ({@link org.parcours.query.timeline.fold.CurrentStay}). */
    Optional<Stay> currentStay(Instant referenceTime);

    /** The newest stays, in chronological order. */
    List<Stay> stays(int limit);

    /** All entries, newest first. */
    EntryPage newestFirst(EntryFilter filter, Optional<EntryCursor> after, PageSize size);

    /** The entries that are not ahead, newest first. */
    EntryPage past(EntryFilter filter, Instant referenceTime, Optional<EntryCursor> after, PageSize size);

    /** The entries that are still to come, soonest first. */
    EntryPage ahead(EntryFilter filter, Instant referenceTime, PageSize size);

    /** The newest entries with an anomaly. */
    List<StoredEntry> flagged(int limit);

    long flaggedCount();

    /** What the picture shows of all entries, by start. */
    List<EntryMark> marks(EntryFilter filter);

    /** The position of the last event of the last batch that changed the timeline. */
    long changed();

    /**
     * What batches after this position changed; empty where that is more than the limit, or entries were taken out.
     */
    Optional<TimelineChanges> changesAfter(long position, EntryFilter filter, int limit);

    /** The entry with its complete history. */
    Optional<TimelineEntry> entry(String id);
}
