package dev.plimsoll.audit;

/** Hashes that were seen, in some sixteen bytes each: a set of objects would take four times as many. */
final class SeenHashes {

    private static final int FEWEST = 16;

    /** Open addressing; zero is an empty place, and at least half of the places are. */
    private long[] places = new long[FEWEST];

    private int size;
    private boolean zeroSeen;

    /** Whether it was not there before. */
    boolean add(long hash) {
        if (hash == 0) {
            boolean isNew = !zeroSeen;
            zeroSeen = true;
            return isNew;
        }
        int place = placeOf(hash, places);
        if (places[place] == hash) {
            return false;
        }
        places[place] = hash;
        size++;
        if (size * 2 > places.length) {
            grow();
        }
        return true;
    }

    /** Where it is, or would be. */
    private static int placeOf(long hash, long[] places) {
        int place = (int) (hash ^ hash >>> 32) & places.length - 1;
        while (places[place] != 0 && places[place] != hash) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    private void grow() {
        long[] more = new long[places.length * 2];
        for (long hash : places) {
            if (hash != 0) {
                more[placeOf(hash, more)] = hash;
            }
        }
        places = more;
    }
}
