package glad.shell.internal.run;

import glad.api.Box;
import glad.api.GladException;

/** A box as it is written on a command line. */
final class BoxWords {

    private BoxWords() {}

    /** Writes a box so that it reads back. */
    static String of(Box box) {
        return box.x() + "," + box.y() + "," + box.w() + "," + box.h();
    }

    /** Reads {@code x,y,w,h}. @throws GladException (usage) if that isn't four numbers */
    static Box read(String words) {
        String[] numbers = words.split(",", -1);
        try {
            if (numbers.length == 4) {
                return new Box(Double.parseDouble(numbers[0].strip()), Double.parseDouble(numbers[1].strip()),
                        Double.parseDouble(numbers[2].strip()), Double.parseDouble(numbers[3].strip()));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw GladException.usage("box \"" + words + "\" isn't four numbers; expected x,y,w,h in pixels such as 10,20,64,48");
    }
}
