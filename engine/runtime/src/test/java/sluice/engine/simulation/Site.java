package sluice.engine.simulation;

/** Where the engine calls out of itself, and a call can fail. */
enum Site {
    ANYWHERE,
    OPEN_SOURCE,
    PARTITION,
    OPEN_READER,
    READ,
    LOOK_UP,
    SHORTFALL,
    OPEN_SINK,
    LATEST,
    BEGIN,
    RESUME,
    WRITE,
    COMMIT,
    SEAL,
    INDEX,
    FINISH,
    OPEN_SINK_READER,
    READ_SINK
}
