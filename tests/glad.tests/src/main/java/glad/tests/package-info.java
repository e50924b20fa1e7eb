/** Tests that need a running framework. */
package glad.tests;
