package org.parcours.benchmarks.append;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.conversion.Converter;
import org.axonframework.eventsourcing.eventstore.AggregateBasedConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine.AppendTransaction;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateBasedJpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateEventEntry;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.TerminalEventMessage;
import org.axonframework.messaging.eventhandling.conversion.DelegatingEventConverter;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * Axon 5.0.1's JPA engine in its fastest setup: payloads as {@code bytea}, one pooled connection per client, and the
 * sequence of each aggregate cached, so that nothing is read before an append.
 */
final class AxonJpaEventStore implements EventStoreUnderTest {

    private static final AggregateBasedConsistencyMarker EMPTY_MARKER = new AggregateBasedConsistencyMarker("none", -1);

    private final HikariDataSource pool;
    private final SessionFactory sessions;
    private final AggregateBasedJpaEventStorageEngine engine;
    private final ThreadLocal<EntityManager> current = new ThreadLocal<>();
    private final ConcurrentHashMap<Integer, Long> lastSequences = new ConcurrentHashMap<>();

    AxonJpaEventStore(String url, int clients) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setMaximumPoolSize(clients);
        settings.setAutoCommit(false);
        pool = new HikariDataSource(settings);
        var configuration = new Configuration();
        configuration.addAnnotatedClass(AggregateEventEntry.class);
        configuration.getProperties().put("hibernate.connection.datasource", pool);
        configuration.getProperties().put("hibernate.connection.provider_disables_autocommit", "true");
        configuration.getProperties().put("hibernate.dialect", ByteaLobDialect.class.getName());
        configuration.getProperties().put("hibernate.hbm2ddl.auto", "create");
        configuration.getProperties().put("hibernate.globally_quoted_identifiers", "true");
        sessions = configuration.buildSessionFactory();
        engine = new AggregateBasedJpaEventStorageEngine(
                this::entityManager,
                this::startTransaction,
                new DelegatingEventConverter(new PassThroughConverter()),
                config -> config.persistenceExceptionResolver(AxonJpaEventStore::isDuplicateKey));
    }

    @Override
    public void append(int patient) throws Exception {
        var id = EventPayload.patient(patient);
        var tag = new Tag("patient", id);
        var event = new GenericTaggedEventMessage<>(
                new GenericEventMessage(
                        UUID.randomUUID().toString(),
                        new MessageType("org.parcours.PatientTransferred", "1"),
                        EventPayload.BYTES,
                        Map.of(),
                        Instant.now()),
                Set.of(tag));
        while (true) {
            long sequence = lastSequences.getOrDefault(patient, -1L);
            var marker = sequence < 0 ? EMPTY_MARKER : new AggregateBasedConsistencyMarker(id, sequence);
            var condition =
                    AppendCondition.withCriteria(EventCriteria.havingTags(tag)).withMarker(marker);
            try {
                finish(engine.appendEvents(condition, null, event).get());
                lastSequences.merge(patient, sequence + 1, Math::max);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof AppendEventsTransactionRejectedException)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** @return the number of the patient's events */
    int read(int patient) {
        var tag = new Tag("patient", EventPayload.patient(patient));
        var stream = engine.source(SourcingCondition.conditionFor(EventCriteria.havingTags(tag)), null);
        int read = 0;
        while (!stream.isCompleted()) {
            read += stream.next()
                            .filter(entry -> entry.message() != TerminalEventMessage.INSTANCE)
                            .isPresent()
                    ? 1
                    : 0;
        }
        return read;
    }

    @SuppressWarnings("unchecked")
    private static void finish(AppendTransaction<?> transaction) throws ExecutionException, InterruptedException {
        var typed = (AppendTransaction<ConsistencyMarker>) transaction;
        typed.commit(null)
                .thenCompose(marker -> typed.afterCommit(marker, null))
                .get();
    }

    private Transaction startTransaction() {
        var manager = sessions.createEntityManager();
        manager.getTransaction().begin();
        current.set(manager);
        return new Transaction() {
            @Override
            public void commit() {
                manager.getTransaction().commit();
                manager.close();
            }

            @Override
            public void rollback() {
                if (manager.isOpen()) {
                    if (manager.getTransaction().isActive()) {
                        manager.getTransaction().rollback();
                    }
                    manager.close();
                }
            }
        };
    }

    /** Ignores close: the engine closes its entity manager before the transaction ends, as in a container. */
    private EntityManager entityManager() {
        var manager = current.get();
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(), new Class<?>[] {EntityManager.class}, (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(manager, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isDuplicateKey(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Converts nothing: payloads are bytes already, and there is no metadata. */
    private static final class PassThroughConverter implements Converter {

        private static final byte[] NO_METADATA = {'{', '}'};

        @Override
        public boolean canConvert(Type sourceType, Type targetType) {
            return true;
        }

        @Override
        public <T> T convert(Object input, Type targetType) {
            var result = targetType == byte[].class ? input instanceof byte[] ? input : NO_METADATA : Map.of();
            @SuppressWarnings("unchecked")
            var converted = (T) result;
            return converted;
        }

        @Override
        public void describeTo(ComponentDescriptor descriptor) {
            descriptor.describeProperty("metadata", "none");
        }
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }
}
