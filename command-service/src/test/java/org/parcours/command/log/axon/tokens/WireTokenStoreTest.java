package org.parcours.command.log.axon.tokens;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.parcours.command.store.ReplicaSet;
import org.parcours.command.store.WireMongo;
import org.parcours.command.tokens.MongoTokenRegister;
import org.parcours.command.tokens.TokenRegister;

class WireTokenStoreTest extends RegisterTokenStoreContract {

    private ReplicaSet server;

    @BeforeEach
    @Override
    void open() {
        server = WireMongo.open(WireMongo.newDatabase());
        super.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected TokenRegister register() {
        return new MongoTokenRegister(server);
    }
}
