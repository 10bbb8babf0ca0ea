package org.parcours.query.projection;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStore.GenerationInfo;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.views.CurrentViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generations of former formats: the newest one that was in use is kept, so that a rollback of the release finds its views
 * and needs only what was recorded since; older ones are deleted.
 */
final class FormerGenerations {

    private static final Logger LOG = LoggerFactory.getLogger(FormerGenerations.class);

    private FormerGenerations() {}

    /** What cannot be deleted now is deleted when the projection begins the next time. */
    static void delete(CurrentViews views) {
        try {
            ViewStore store = views.store();
            outdated(store.generations(), views).forEach(outdated -> {
                store.delete(outdated.number());
                LOG.info(
                        "views of a former format deleted: generation={} format={} position={}",
                        outdated.number(),
                        outdated.version(),
                        outdated.progress().position());
            });
        } catch (ViewStoreException e) {
            LOG.warn("views of a former format could not be deleted: {}", e.getMessage());
        }
    }

    private static List<GenerationInfo> outdated(List<GenerationInfo> all, CurrentViews views) {
        List<GenerationInfo> former = all.stream()
                .filter(generation -> generation.number() < views.generation().number())
                .filter(generation -> !generation.version().equals(views.version()))
                .toList();
        Optional<GenerationInfo> kept =
                former.stream().filter(GenerationInfo::current).max(Comparator.comparing(GenerationInfo::number));
        return former.stream()
                .filter(generation -> !kept.equals(Optional.of(generation)))
                .toList();
    }
}
