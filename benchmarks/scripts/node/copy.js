// node copy.js naive|pipelined REDIS DATABASE
// Copies every key as people do it: SCAN, read the values, one row a key, a transaction every 1,000.
// Naive awaits each reply before it asks again; pipelined asks for a whole SCAN page at once.
'use strict';

const { Redis } = require('ioredis');
const Database = require('libsql');

const READS = {
    string: ['get'],
    hash: ['hgetall'],
    list: ['lrange', 0, -1],
    set: ['smembers'],
    zset: ['zrange', 0, -1, 'WITHSCORES'],
};

async function naive(redis, keys, put) {
    for (const key of keys) {
        const type = await redis.type(key);
        const [command, ...rest] = READS[type];
        const value = await redis[command](key, ...rest);
        put(key, type, value, await redis.ttl(key));
    }
}

async function pipelined(redis, keys, put) {
    const ask = redis.pipeline();
    keys.forEach((key) => ask.type(key));
    const types = (await ask.exec()).map(reply);
    const read = redis.pipeline();
    keys.forEach((key, i) => {
        const [command, ...rest] = READS[types[i]];
        read[command](key, ...rest);
        read.ttl(key);
    });
    const values = (await read.exec()).map(reply);
    keys.forEach((key, i) => put(key, types[i], values[2 * i], values[2 * i + 1]));
}

function reply([error, value]) {
    if (error) throw error;
    return value;
}

function table(path) {
    const database = new Database(path);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec('CREATE TABLE kv(key TEXT PRIMARY KEY, type TEXT, value TEXT, ttl INTEGER)');
    const insert = database.prepare('INSERT OR REPLACE INTO kv VALUES (?, ?, ?, ?)');
    let pending = 0;
    return {
        put(key, type, value, ttl) {
            if (pending === 0) database.exec('BEGIN');
            const text = typeof value === 'string' ? value : JSON.stringify(value);
            insert.run(key, type, text, ttl < 0 ? null : ttl);
            if (++pending === 1000) this.flush();
        },
        flush() {
            if (pending > 0) database.exec('COMMIT');
            pending = 0;
        },
        close() {
            this.flush();
            database.close();
        },
    };
}

async function main(style, address, path) {
    const redis = new Redis(address);
    const target = table(path);
    const copy = style === 'naive' ? naive : pipelined;
    let cursor = '0';
    do {
        const [next, keys] = await redis.scan(cursor, 'COUNT', 1000);
        await copy(redis, keys, (...row) => target.put(...row));
        cursor = next;
    } while (cursor !== '0');
    target.close();
    redis.disconnect();
}

main(...process.argv.slice(2)).catch((error) => {
    console.error(error);
    process.exit(1);
});
