package org.parcours.query.views;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parcours.query.store.MissingTableException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewReader;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.store.ViewStoreOpener;
import org.parcours.query.views.ViewStoreRecovery.Opened;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation of views that this process reads and projects into: the current one of its format, or a new one. Views
 * of another format, or for another time zone, stay beside it.
 *
 * <p>The store is opened when it can be. A damaged one is kept aside, and the projection fills a new one.
 */
public final class CurrentViews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentViews.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    private final ViewStoreRecovery store;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Opened opened;
    private volatile Optional<MissingTableException> missingTable = Optional.empty();
    private volatile Optional<ViewStoreException> failure = Optional.empty();
    private long failedAt;

    /** Tries to open the store, which may be unavailable now. */
    public CurrentViews(ViewStoreOpener opener, String version) {
        store = new ViewStoreRecovery(opener, version);
        try {
            opened();
        } catch (ViewStoreException e) {
            LOG.warn("views at {} cannot be opened, tries again: {}", store.describe(), e.getMessage());
        }
    }

    public CurrentViews(ViewStore store, String version) {
        this(ViewStoreOpener.of(store), version);
    }

    /** @throws ViewStoreException where it is unavailable */
    public ViewStore store() {
        return opened().store();
    }

    /** The database as text for logs and health, without a password. */
    public String describe() {
        return store.describe();
    }

    public String version() {
        return store.version();
    }

    /** @throws ViewStoreException where the store is unavailable */
    public ViewGeneration generation() {
        return opened().generation();
    }

    /** What was damaged since this process was started, and where it is kept: these views are new. */
    public Optional<String> replaced() {
        return store.replaced();
    }

    /** Uses what another process has made current since: a rebuilt generation, or its own where both began with none. */
    public void refresh() {
        Opened present = opened();
        ViewGeneration current = store.currentOrNew(present.store());
        if (current.number() != present.generation().number()) {
            replace(present, current);
        }
    }

    /** Unless another thread has opened another store meanwhile. */
    private void replace(Opened former, ViewGeneration generation) {
        lock.lock();
        try {
            if (opened == former) {
                opened = new Opened(former.store(), generation);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reads a snapshot. */
    public <T> T read(Function<ViewReader, T> work) {
        ViewGeneration generation = generation();
        try {
            return generation.read(work);
        } catch (MissingTableException e) {
            tableIsMissing(generation, e);
            if (generation().equals(generation)) {
                throw e;
            }
            return generation().read(work);
        }
    }

    /** Looks whether the generation in use is the current one; if so, it is damaged, and the next use begins a new one. */
    public void tableIsMissing(MissingTableException e) {
        try {
            tableIsMissing(generation(), e);
        } catch (ViewStoreException _) {
            // It is being opened anew.
        }
    }

    private void tableIsMissing(ViewGeneration used, MissingTableException e) {
        try {
            refresh();
            if (!generation().equals(used)) {
                return;
            }
        } catch (MissingTableException _) {
            // That of the generations.
        } catch (ViewStoreException _) {
            return;
        }
        missingTable = Optional.of(e);
    }

    /** Uses another generation from the next read on. */
    public void use(ViewGeneration other) {
        replace(opened(), other);
    }

    @Override
    public void close() {
        Opened present = opened;
        if (present != null) {
            present.store().close();
        }
    }

    private Opened opened() {
        Opened present = opened;
        if (present != null && isUsable(present)) {
            return present;
        }
        if (!lock.tryLock()) {
            throw failure.map(CurrentViews::again)
                    .orElseGet(() -> new ViewStoreException("The views are being opened"));
        }
        try {
            present = opened;
            if (present == null || !isUsable(present)) {
                present = tryToOpen(Optional.ofNullable(present));
                opened = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    private boolean isUsable(Opened views) {
        return missingTable.isEmpty() && views.store().damage().isEmpty();
    }

    /** Many pages may ask while the database is away: they are answered at once. */
    private Opened tryToOpen(Optional<Opened> former) {
        if (failure.isPresent() && System.nanoTime() - failedAt < RETRY_INTERVAL.toNanos()) {
            throw again(failure.get());
        }
        try {
            former.ifPresent(this::closeDamaged);
            Opened next = store.open();
            failure = Optional.empty();
            return next;
        } catch (ViewStoreException e) {
            failure = Optional.of(e);
            failedAt = System.nanoTime();
            throw e;
        }
    }

    private static ViewStoreException again(ViewStoreException failure) {
        return new ViewStoreException(failure.getMessage(), failure);
    }

    private void closeDamaged(Opened former) {
        opened = null;
        missingTable = Optional.empty();
        store.close(former);
    }
}
