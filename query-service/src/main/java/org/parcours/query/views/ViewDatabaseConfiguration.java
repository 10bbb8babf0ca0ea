package org.parcours.query.views;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ViewDatabaseConfiguration {

    private static final String DEFAULT_DATABASE = "parcours";
    private static final Duration SERVER_SELECTION_TIMEOUT = Duration.ofSeconds(5);

    /** The database that {@code spring.mongodb.uri} names. */
    @Bean
    MongoDatabase viewsDatabase(MongoClient client, MongoConnectionDetails connection) {
        return client.getDatabase(
                Objects.requireNonNullElse(connection.getConnectionString().getDatabase(), DEFAULT_DATABASE));
    }

    /** How long a query waits for an available server; the driver's default is 30 seconds. */
    @Bean
    MongoClientSettingsBuilderCustomizer serverSelectionTimeout() {
        return settings -> settings.applyToClusterSettings(
                cluster -> cluster.serverSelectionTimeout(SERVER_SELECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }
}
