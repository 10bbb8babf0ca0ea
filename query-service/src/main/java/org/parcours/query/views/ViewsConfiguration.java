package org.parcours.query.views;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.Objects;
import org.parcours.events.catalogue.Catalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ViewsConfiguration {

    private static final String DEFAULT_DATABASE = "parcours";

    /** The database that {@code spring.mongodb.uri} names. */
    @Bean
    MongoDatabase viewsDatabase(MongoClient client, MongoConnectionDetails connection) {
        return client.getDatabase(
                Objects.requireNonNullElse(connection.getConnectionString().getDatabase(), DEFAULT_DATABASE));
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    Catalogue catalogue() {
        return Catalogue.standard();
    }
}
