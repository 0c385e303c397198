package dev.plimsoll.web;

import dev.plimsoll.audit.AuditedImage;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.policy.MessageText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which images somebody wants to see, and in which order.
 *
 * @param words all of which must be found in what is known of an image; case makes no difference
 */
record ImageQuery(String words, ImageOrder order, boolean down) {

    static final ImageQuery ALL = new ImageQuery("", ImageOrder.SIZE, true);

    private static final int LONGEST = 200;

    /** From what stands in an address; whatever cannot be used there is as if it were not. */
    static ImageQuery of(String words, String order, String direction) {
        ImageOrder by = ImageOrder.of(order);
        boolean down =
                switch (direction) {
                    case "up" -> false;
                    case "down" -> true;
                    default -> by.descendsFirst();
                };
        return new ImageQuery(MessageText.line(words.strip(), LONGEST), by, down);
    }

    List<ImageRow> select(List<AuditedImage> images, Links links) {
        DataSize largest =
                images.stream().map(AuditedImage::size).max(DataSize::compareTo).orElse(DataSize.ZERO);
        Stream<ImageRow> rows =
                images.stream().sorted(order.comparator(down)).map(image -> ImageRow.of(image, largest, links));
        List<String> wanted = Stream.of(words.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(it -> !it.isEmpty())
                .toList();
        return rows.filter(row -> wanted.isEmpty() || wanted.stream().allMatch(row.text()::contains))
                .toList();
    }

    /** The address of the same, but in this order; in the other direction if it is in this order already. */
    String inOrder(ImageOrder by) {
        boolean next = by == order ? !down : by.descendsFirst();
        String query = "?sort=" + by.id() + "&dir=" + (next ? "down" : "up");
        return words.isEmpty() ? query : query + "&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
    }
}
