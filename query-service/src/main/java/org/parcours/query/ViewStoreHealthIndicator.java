package org.parcours.query;

import org.parcours.query.store.ViewStoreException;
import org.parcours.query.views.CurrentViews;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the store of the views answers, and how long that takes. */
@Component("viewsHealthIndicator")
final class ViewStoreHealthIndicator implements HealthIndicator {

    private final CurrentViews views;

    ViewStoreHealthIndicator(CurrentViews views) {
        this.views = views;
    }

    @Override
    public Health health() {
        long started = System.nanoTime();
        Health.Builder health = new Health.Builder().withDetail("store", views.describe());
        try {
            health.up()
                    .withDetail("generation", views.generation().number())
                    .withDetail("generations", views.store().generations().size());
            views.replaced().ifPresent(damage -> health.withDetail("rebuiltBecause", damage));
        } catch (ViewStoreException e) {
            health.down().withDetail("reason", e.getMessage());
        }
        return health.withDetail("milliseconds", (System.nanoTime() - started) / 1_000_000)
                .build();
    }
}
