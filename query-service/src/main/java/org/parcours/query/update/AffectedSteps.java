package org.parcours.query.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.parcours.events.PatientId;
import org.parcours.query.timeline.fold.StepUnion;
import org.parcours.query.views.StepRecord;

/**
 * The steps whose entries a batch may change, and everything that decides under which patient and id they are shown: the
 * same steps under other numbers, and their stays.
 */
final class AffectedSteps {

    /** A step as one timeline shows it. */
    record ShownStepId(PatientId shownUnder, UUID step) {}

    /** The known steps of one timeline, by the id under which they are shown. */
    private static final class PatientSteps {

        private final StepUnion union;
        private final Map<UUID, List<StepRecord>> records = new HashMap<>();
        private final Map<UUID, Set<UUID>> ids = new HashMap<>();

        PatientSteps(List<StepRecord> steps) {
            union = StepUnion.of(steps.stream()
                    .map(step -> new StepUnion.StepIds(step.step(), step.firstPosition(), step.otherIds()))
                    .toList());
            steps.forEach(step -> {
                UUID shown = union.id(step.step());
                records.computeIfAbsent(shown, _ -> new ArrayList<>()).add(step);
                ids.computeIfAbsent(shown, _ -> new LinkedHashSet<>()).addAll(step.ids());
            });
        }

        /** All ids, with or without a step, that are the same as one of these. */
        Set<UUID> unitedWith(Set<UUID> some) {
            Set<UUID> united = new LinkedHashSet<>(some);
            some.forEach(id -> united.addAll(ids.getOrDefault(union.id(id), Set.of())));
            return united;
        }
    }

    private static final PatientSteps NO_STEPS = new PatientSteps(List.of());

    private final StepRecordUpdater steps;
    private final Function<StepRecord, PatientId> shownUnder;
    private final Function<StepRecord, PatientId> formerlyShownUnder;
    private final Map<String, StepRecord> known = new LinkedHashMap<>();
    private final Map<PatientId, PatientSteps> byPatient = new HashMap<>();
    private final Map<ShownStepId, Set<UUID>> affected = new LinkedHashMap<>();
    /** Those that had entries before the batch, whoever's events these were. */
    private final Set<ShownStepId> formerlyShown = new HashSet<>();

    private AffectedSteps(
            StepRecordUpdater steps,
            Function<StepRecord, PatientId> shownUnder,
            Function<StepRecord, PatientId> formerlyShownUnder) {
        this.steps = steps;
        this.shownUnder = shownUnder;
        this.formerlyShownUnder = formerlyShownUnder;
    }

    /** @param changed the steps with new events or numbers, or under another patient */
    static AffectedSteps of(
            StepRecordUpdater steps,
            Collection<StepRecord> changed,
            Function<StepRecord, PatientId> shownUnder,
            Function<StepRecord, PatientId> formerlyShownUnder) {
        AffectedSteps result = new AffectedSteps(steps, shownUnder, formerlyShownUnder);
        result.addConnected(changed);
        Set<StepRecord> all = new LinkedHashSet<>(changed);
        Set<UUID> reunited = result.reunitedStays(changed);
        if (!reunited.isEmpty()) {
            all.addAll(steps.inStays(reunited));
            result.addConnected(all);
        }
        all.forEach(result::markAffected);
        return result;
    }

    /** By step as it is shown: all ids under which its entries may be stored. */
    Map<ShownStepId, Set<UUID>> byShownStep() {
        return affected;
    }

    /** Whether entries may be stored under the step: not where it is new in this timeline. */
    boolean mayHaveEntries(ShownStepId shown) {
        return formerlyShown.contains(shown)
                || affected.getOrDefault(shown, Set.of()).size() > 1
                || recordedAs(shown).isEmpty()
                || recordedAs(shown).stream().anyMatch(step -> steps.isStored(step.id()));
    }

    /** Names the id under which a step is shown in the patient's timeline. */
    StepUnion union(PatientId patient) {
        return steps(patient).union;
    }

    /** The steps, as recorded, whose events the shown step has. */
    List<StepRecord> recordedAs(ShownStepId shown) {
        return steps(shown.shownUnder()).records.getOrDefault(shown.step(), List.of());
    }

    /** The ids of stays that may be shown under another id than before: so are the stays of the steps within them. */
    private Set<UUID> reunitedStays(Collection<StepRecord> changed) {
        Set<UUID> reunited = new HashSet<>();
        for (StepRecord step : changed) {
            boolean isMoved = !shownUnder.apply(step).equals(formerlyShownUnder.apply(step));
            if (isMoved || steps.hasOtherIdentity(step)) {
                for (PatientId patient : patientsOf(step)) {
                    Set<UUID> ids = steps(patient).unitedWith(step.ids());
                    if (ids.size() > 1) {
                        reunited.addAll(ids);
                    }
                }
            }
        }
        return reunited;
    }

    /** Adds the steps that share an id with these, directly or not, and their stays. */
    private void addConnected(Collection<StepRecord> changed) {
        Set<UUID> seen = new HashSet<>();
        known.values().forEach(step -> seen.addAll(connections(step)));
        Set<UUID> next = new LinkedHashSet<>();
        changed.forEach(step -> {
            known.put(step.id(), step);
            next.addAll(connections(step));
        });
        next.removeAll(seen);
        while (!next.isEmpty()) {
            seen.addAll(next);
            Set<UUID> found = new LinkedHashSet<>();
            for (StepRecord step : steps.withIds(next)) {
                known.put(step.id(), step);
                found.addAll(connections(step));
            }
            found.removeAll(seen);
            next.clear();
            next.addAll(found);
        }
        byPatient.clear();
        Map<PatientId, List<StepRecord>> shown = new HashMap<>();
        known.values().forEach(step -> shown.computeIfAbsent(shownUnder.apply(step), _ -> new ArrayList<>())
                .add(step));
        shown.forEach((patient, ofPatient) -> byPatient.put(patient, new PatientSteps(ofPatient)));
    }

    private static Set<UUID> connections(StepRecord step) {
        Set<UUID> ids = new LinkedHashSet<>(step.ids());
        ids.addAll(step.stays());
        return ids;
    }

    private PatientSteps steps(PatientId patient) {
        return byPatient.getOrDefault(patient, NO_STEPS);
    }

    private Set<PatientId> patientsOf(StepRecord step) {
        Set<PatientId> patients = new LinkedHashSet<>(Set.of(shownUnder.apply(step)));
        patients.add(formerlyShownUnder.apply(step));
        return patients;
    }

    private void markAffected(StepRecord step) {
        for (PatientId patient : patientsOf(step)) {
            boolean wasShown =
                    steps.isStored(step.id()) && formerlyShownUnder.apply(step).equals(patient);
            Set<UUID> ids = steps(patient).unitedWith(step.ids());
            for (UUID id : ids) {
                ShownStepId shown = new ShownStepId(patient, union(patient).id(id));
                affected.computeIfAbsent(shown, _ -> new LinkedHashSet<>()).addAll(ids);
                if (wasShown) {
                    formerlyShown.add(shown);
                }
            }
        }
    }
}
