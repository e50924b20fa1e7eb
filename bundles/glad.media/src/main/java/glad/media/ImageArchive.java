package glad.media;

import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.packed.Zip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** Images in a zip archive as the frames of a sequence, read without unpacking it. */
public final class ImageArchive implements Frames {

    private final Path file;
    private final Zip zip;
    private final List<ZipEntry> entries;

    private ImageArchive(Path file, Zip zip, List<ZipEntry> entries) {
        this.file = file;
        this.zip = zip;
        this.entries = entries;
    }

    /**
     * Opens the images of an archive in natural order of their paths; other files in it are ignored.
     *
     * @param first leaves out images whose names end in a smaller number
     * @throws GladException (failure) if it isn't a zip archive or holds no such images
     */
    static ImageArchive open(Path file, int first) {
        try {
            Zip zip = new Zip(file);
            List<ZipEntry> entries = zip.files().stream()
                    .filter(entry -> ImageFolder.isImageName(name(entry)))
                    .filter(entry -> ImageFolder.number(name(entry)) >= first)
                    .sorted(Comparator.comparing(ZipEntry::getName, ImageFolder.NATURAL_ORDER))
                    .toList();
            if (entries.isEmpty()) {
                zip.close();
                throw GladException.failure("no images in the archive \"" + file + "\"; expected files such as 0001.jpg");
            }
            return new ImageArchive(file, zip, entries);
        } catch (ZipException e) {
            throw GladException.failure("\"" + file + "\" is damaged or no zip archive: " + Reason.of(e), e);
        } catch (IOException e) {
            throw GladException.failure("can't read the archive \"" + file + "\": " + Reason.of(e), e);
        }
    }

    @Override
    public int count() {
        return entries.size();
    }

    @Override
    public Image frame(int index) throws IOException {
        ZipEntry entry = entries.get(index);
        try {
            return ImageFile.decode(zip.read(entry), file + "!/" + entry.getName());
        } catch (IOException e) {
            throw new IOException("can't read frame " + index + ": " + Reason.of(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static String name(ZipEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }
}
