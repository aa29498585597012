# Prints the commands that make the demo's keyspace, the same ones on every run but for `soon`, the time in Unix
# milliseconds at which a few hundred keys expire. Nobody is meant: German mobile numbers never go on with +49170000.

function random(below) {
    seed = (seed * 16807) % 2147483647
    return seed % below
}

function pick(list, count) { return list[1 + random(count)] }

function phone(n) { return sprintf("+49170000%05d", n) }

function day(n) { return sprintf("2026-%02d-%02d", 1 + n % 12, 1 + n % 28) }

function hex(digits,    text) {
    text = ""
    while (digits-- > 0) text = text sprintf("%x", random(16))
    return text
}

function sentence(words,    text) {
    text = pick(word, words_known)
    while (--words > 0) text = text " " pick(word, words_known)
    return text
}

function expire(key, at) { printf "PEXPIREAT \"%s\" %s\n", key, at }

function far() { return sprintf("%.0f", far_millis + random(100000000) * 1000) }

function subscribers(    n) {
    for (n = 0; n < 8000; n++) {
        printf "SET subscriber:%s '{\"language\":\"%s\",\"since\":\"%s\",\"active\":%s,\"topics\":%d}'\n", \
            phone(n), pick(language, 5), day(random(336)), random(9) ? "true" : "false", random(64)
    }
}

function checkpoints(    n, thread) {
    for (n = 0; n < 5000; n++) {
        thread = hex(8) "-" hex(4) "-" hex(12)
        printf "SET checkpoint:%s '{\"thread\":\"%s\",\"step\":%d,\"node\":\"%s\",", \
            thread, thread, random(40), pick(node, 4)
        printf "\"state\":{\"input\":\"%s\",\"turns\":%d}}'\n", sentence(3), random(20)
        expire("checkpoint:" thread, far())
    }
}

function feedback(    n, key, rating) {
    for (n = 0; n < 5000; n++) {
        rating = 1 + random(5)
        key = "feedback:" phone(random(8000)) ":" (1780000000 + n * 97)
        printf "SET %s '{\"rating\":%d,\"text\":\"%s\"}'\n", key, rating, sentence(2)
        expire(key, far())
        printf "RPUSH feedback:all %s\n", key
    }
    for (n = 0; n < 4500; n++) {
        key = "feedback_count:" phone(n) ":" day(n)
        printf "SET %s %d\n", key, 1 + random(9)
        expire(key, far())
    }
}

# The last hundreds are the ones that have expired by the time the demo runs.
function throttles(    n, key) {
    for (n = 0; n < 3000; n++) {
        key = "whatsapp:throttle:" phone(n * 2)
        printf "SET %s %d\n", key, random(20)
        expire(key, n < 2600 ? far() : soon)
    }
}

function collections(    n, m, key) {
    for (n = 0; n < 1500; n++) {
        printf "HSET profile:%s name \"Reader %d\" language %s city %s visits %d last %s theme %s\n", \
            phone(n), n, pick(language, 5), pick(city, 6), random(900), day(random(336)), random(2) ? "dark" : "light"
    }
    for (n = 1; n <= words_known; n++) {
        key = "topic:" word[n]
        for (m = 0; m < 10 + n * 6; m += 10) {
            printf "SADD %s %s %s %s %s %s\n", key, phone(random(8000)), phone(random(8000)), phone(random(8000)), \
                phone(random(8000)), phone(random(8000))
        }
        printf "SADD topic:%s:issues %d %d %d %d\n", word[n], n, n * 3, n * 700, n * 70000
    }
    for (n = 1; n <= 52; n++) {
        for (m = 0; m < 20; m++) {
            printf "ZADD leaderboard:2026-w%02d %d %s\n", n, random(5000), phone(random(8000))
        }
    }
    for (n = 0; n < 2500; n++) printf "ZADD leaderboard:all %d.%d %s\n", random(100000), random(4) * 25, phone(n)
    print "ZADD leaderboard:all +inf anchor:top -inf anchor:bottom"
    for (n = 0; n < 7000; n++) printf "RPUSH archive:messages \"%d %s\"\n", n, sentence(3)
}

# Numbers of this size are not printed as whole ones by every awk.
function moment(n) { return sprintf("%.0f-%d", 1780000000000 + n * 1313, n % 3) }

function streams(    n, id) {
    for (n = 0; n < 2200; n++) {
        id = moment(n)
        if (n % 10 == 9) {
            printf "XADD events:inbound %s kind status from %s state %s\n", id, phone(random(8000)), pick(node, 4)
        } else {
            printf "XADD events:inbound %s kind message from %s text \"%s\"\n", id, phone(random(8000)), sentence(3)
        }
    }
    print "XDEL events:inbound " moment(10) " " moment(20)
    print "XGROUP CREATE events:inbound answering 0"
    print "XGROUP CREATE events:inbound billing " moment(1000)
    print "XREADGROUP GROUP answering worker-1 COUNT 400 STREAMS events:inbound >"
    print "XREADGROUP GROUP answering worker-2 COUNT 250 STREAMS events:inbound >"
    print "XREADGROUP GROUP billing ledger COUNT 30 STREAMS events:inbound >"
    for (n = 2; n < 350; n++) print "XACK events:inbound answering " moment(n)
    print "XADD events:outbound 1780000000000-0 kind notice text \"an old one\""
}

function oddities(    n) {
    for (n = 0; n < 60; n++) {
        printf "SET \"token:\\x00\\xff\\x%02x\" \"\\x89PNG\\r\\n\\x%02x\\x00\\xfe%s\"\n", n, 255 - n, hex(24)
    }
    print "SET note:empty \"\""
    print "SET \"grüße:köln\" \"schöne Grüße, 你好, שלום\""
    printf "SET document:handbook \""
    for (n = 0; n < 1000; n++) printf "%s. ", sentence(8)
    print "\""
    print "SETBIT seen:days 365 1"
    print "PFADD visitors:unique a b c d e f"
}

function cache(    n, key) {
    print "SELECT 1"
    for (n = 0; n < 1500; n++) {
        key = "cache:page:" n
        printf "SET %s \"<html><h1>%s</h1><p>%s</p></html>\"\n", key, sentence(2), sentence(3)
        if (n % 3 == 0) expire(key, far())
    }
    for (n = 0; n < 100; n++) printf "HSET cache:fragment:%d etag %s body \"%s\"\n", n, hex(16), sentence(5)
    print "SELECT 0"
}

BEGIN {
    seed = 20261121
    far_millis = 2208988800000 # the beginning of 2040
    split("de en tr uk ar", language)
    split("route answer review handover", node)
    split("Köln Leipzig Emden Jena Ulm Kiel", city)
    words_known = split("ask answer bring call carry change close count draw find follow give hold keep learn leave " \
        "let light make meet morning move name number open paper part place play point quiet reach read river run " \
        "say seven show station story table thank thing time town turn wait walk water week wind word work", word)
    subscribers()
    checkpoints()
    feedback()
    throttles()
    collections()
    streams()
    oddities()
    cache()
}
