/// The script by which nginx answers 410 for a link whose last day has passed, without a key and without a file.
///
/// It reads the last three characters of the code, as links v1 write the day, so the answer is the same whether a page
/// was ever there or not. Written for njs 0.7, which knows neither `for…of` nor shared memory.
package enum ExpiryScript {
    /// The script's text, for a file of its own.
    package static let text = """
        // Printed by `welcome nginx --njs`. Says which links have ended, by the last three characters of their code.
        const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
        const never = 32767;

        function ended(r) {
            const code = r.uri;
            let day = 0;
            for (let i = code.length - 3; i < code.length; i += 1) {
                day = day * 32 + alphabet.indexOf(code[i]);
            }
            return day !== never && day < Math.floor(Date.now() / 86400000) ? '1' : '';
        }

        export default { ended };

        """
}
