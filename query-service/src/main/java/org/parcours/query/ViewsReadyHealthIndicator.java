package org.parcours.query;

import java.util.Optional;
import org.parcours.query.store.ViewStore.GenerationInfo;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.views.CurrentViews;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * A part of readiness: whether this query-service may replace another one. It may not before it has reached its store, and
 * not before the views of its format have been filled, where a former release has filled ones there. Later outages do not
 * change it: the pages say what is wrong.
 */
@Component
final class ViewsReadyHealthIndicator implements HealthIndicator {

    /** Both releases project, so that neither is always ahead. */
    private static final long NEARLY_EQUAL = 1000;

    private final CurrentViews views;
    private volatile boolean isReady;

    ViewsReadyHealthIndicator(CurrentViews views) {
        this.views = views;
    }

    @Override
    public Health health() {
        if (isReady) {
            return Health.up().build();
        }
        try {
            Optional<GenerationInfo> former = former();
            long position = views.generation().progress().position();
            isReady = former.map(release -> release.progress().position())
                    .filter(filled -> filled > position + NEARLY_EQUAL)
                    .isEmpty();
            return isReady
                    ? Health.up().build()
                    : Health.outOfService()
                            .withDetail("position", position)
                            .withDetail(
                                    "formerPosition",
                                    former.orElseThrow().progress().position())
                            .build();
        } catch (ViewStoreException e) {
            return Health.outOfService()
                    .withDetail("waitingFor", e.getMessage())
                    .build();
        }
    }

    /** The views that the release before shows. */
    private Optional<GenerationInfo> former() {
        return views.store().generations().stream()
                .filter(GenerationInfo::current)
                .filter(generation -> !generation.version().equals(views.version()))
                .filter(generation -> generation.number() < views.generation().number())
                .reduce((_, newest) -> newest);
    }
}
