package glad.packed.internal;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What is known of a file or folder in a pack.
 *
 * @param packedSize in bytes; -1 for a folder
 * @param packedAt when the pack was written
 */
record PackedAttributes(long packedSize, FileTime packedAt) implements BasicFileAttributes {

    @Override
    public long size() {
        return Math.max(packedSize, 0);
    }

    @Override
    public boolean isDirectory() {
        return packedSize < 0;
    }

    @Override
    public boolean isRegularFile() {
        return packedSize >= 0;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public Object fileKey() {
        return null;
    }

    @Override
    public FileTime lastModifiedTime() {
        return packedAt;
    }

    @Override
    public FileTime lastAccessTime() {
        return packedAt;
    }

    @Override
    public FileTime creationTime() {
        return packedAt;
    }
}
